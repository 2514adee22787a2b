using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Sizes;

/// <summary>Up to the decimal value a body must pass, above the binary value it must be refused, between them nothing is judged.</summary>
public sealed class TheBand
{
    [TestCase(31_999_999, 255_999_999, 499_999_999, Verdict.Fail, Verdict.Pass)]
    [TestCase(32_000_000, 256_000_000, 500_000_000, Verdict.Pass, Verdict.Pass)]
    [TestCase(33_554_432, 268_435_456, 524_288_000, Verdict.Pass, Verdict.Pass)]
    [TestCase(33_554_433, 268_435_457, 524_288_001, Verdict.Pass, Verdict.Fail)]
    public async Task A_server_is_judged_exactly_as_the_band_says(long standard, long batch, long files, Verdict atLimit, Verdict overLimit)
    {
        await using var server = await ReferenceServer.StartAsync(
            new ReferenceServerOptions { StandardLimit = standard, BatchLimit = batch, FilesLimit = files });

        var run = await ExternalRun.Against(
            server.BaseUrl, ("Rules", "size.at-limit,size.over-limit"), ("Operations", "messages.create,batches.create,files.upload"));

        (run.ExitCode == 0).Should().Be(atLimit == Verdict.Pass && overLimit == Verdict.Pass);
        // Four framings of each, and another padding of JSON.
        run.Judged.Should().HaveCount(28);
        run.Judged.Where(one => one.Rule == "size.at-limit").Should().OnlyContain(one => one.Verdict == atLimit);
        run.Judged.Where(one => one.Rule == "size.over-limit").Should().OnlyContain(one => one.Verdict == overLimit);
        if (atLimit == Verdict.Fail)
        {
            run.Judged.Where(one => one.Rule == "size.at-limit").Select(
                one => (one.Operation, one.Number("limitBytes"))).Distinct().Should().BeEquivalentTo(
                new (string?, long?)[] { ("messages.create", standard), ("batches.create", batch), ("files.upload", files) });
        }
    }

    [TestCase(20_000_003, Verdict.Fail)]
    [TestCase(31_457_280, Verdict.Fail)]
    [TestCase(32_000_000, Verdict.Pass)]
    [TestCase(33_000_000, Verdict.Pass)]
    [TestCase(33_554_432, Verdict.Pass)]
    public async Task The_exact_limit_is_found(long limit, Verdict atLimit)
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { StandardLimit = limit });

        var run = await ExternalRun.Against(server.BaseUrl, ("Rules", "size.at-limit,size.exact-limit"), ("Operations", "messages.create"));

        run.Case("size.at-limit:messages.create[content-length]").Verdict.Should().Be(atLimit);
        run.Case("size.exact-limit:messages.create").Verdict.Should().Be(Verdict.Info);
        run.Case("size.exact-limit:messages.create").Number("limitBytes").Should().Be(limit);
        run.Failed.Where(one => one.Number("limitBytes") != limit).Should().BeEmpty();
    }

    [TestCase("30MiB", 31_457_280)]
    [TestCase("20000003", 20_000_003)]
    public async Task A_limit_that_is_given_exactly_is_tested_at_its_last_byte_and_one_more(string setting, long limit)
    {
        async Task<SuiteProcess> Judge(long serverLimit)
        {
            await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { StandardLimit = serverLimit });
            return await ExternalRun.Against(
                server.BaseUrl, ("StandardLimit", setting), ("Rules", "size.at-limit,size.over-limit"), ("Operations", "messages.create"));
        }

        (await Judge(limit)).ExitCode.Should().Be(0);
        (await Judge(limit - 1)).Failed.Select(one => one.Rule).Distinct().Should().Equal("size.at-limit");
        (await Judge(limit + 1)).Failed.Select(one => one.Rule).Distinct().Should().Equal("size.over-limit");
    }
}
