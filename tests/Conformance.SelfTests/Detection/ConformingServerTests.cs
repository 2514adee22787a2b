using Conformance.Reference;
using Conformance.Reporting.Results;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Detection;

/// <summary>A server that keeps the contract is green, whichever of its freedoms it takes and however it is asked.</summary>
public sealed class ConformingServerTests
{
    private static readonly ReferenceServerOptions Letter = ExactLimits.On(new ReferenceServerOptions());

    // What the API itself was recorded to do, against its documentation: a warning, and nothing but these.
    private static readonly string[] Recorded =
        [
            "headers.organization-id-on-401", "headers.organization-id-on-413", "headers.request-id-on-413", "headers.request-id-format",
            "size.envelope"
        ];

    private static IEnumerable<(string Name, ReferenceServerOptions Options, (string Name, string Value)[] Settings)> Variants
    {
        get
        {
            yield return ("no organization id without a key", Letter with { OrganizationIdWithoutKey = false }, []);
            yield return ("a 413 of an edge", Letter with { EdgeTooLarge = true }, []);
            yield return ("the key before the method", Letter with { MethodBeforeAuthentication = false }, []);
            yield return ("gzip", Letter with { Compress = true }, []);
            yield return ("chunked answers", Letter with { Chunked = true }, []);
            yield return ("mixed header case", Letter with { MixedHeaderCase = true }, []);
            yield return ("extra members and headers", Letter with { ExtraMembers = true }, []);
            yield return ("another format of ids", Letter with { OtherIdFormat = true }, []);
            yield return ("as recorded", ExactLimits.On(ReferenceServerOptions.AsRecorded), []);
            yield return ("legal but unusual in everything", Letter with { Unusual = true }, []);
            yield return ("limits at the decimal value", Letter, InBand);
            yield return (
                "limits in the band", Letter with { StandardLimit = 2_345_678, BatchLimit = 2_456_789, FilesLimit = 2_567_890 }, InBand);
            yield return (
                "limits at the binary value",
                Letter with { StandardLimit = 2_411_724, BatchLimit = 2_516_582, FilesLimit = 2_621_440 },
                InBand);
        }
    }

    // A prefix, and the settings that a run is given beside those of the variant.
    private static readonly Dictionary<string, (string PathPrefix, (string Name, string Value)[] Settings)> Ways = new()
    {
        ["plainly"] = ("", []),
        ["over HTTP/2"] = ("", [("HttpVersion", "2")]),
        ["below a path"] = ("/anthropic/claude", []),
    };

    private static IEnumerable<TestCaseData> WaysOfAsking
    {
        get
        {
            yield return Of("plainly", Letter);
            yield return Of("every operation", Letter, ("Operations", "*"));
            yield return Of("over HTTP/2", Letter, ("HttpVersion", "2"));
            yield return Of("with a bearer token", Letter, ("Auth", "bearer"));
            yield return Of("in version 2026-10-21", Letter, ("ApiVersion", "2026-10-21"));
            yield return Of("as in 2024-06", Letter, ("Contract", "2024-06"));
            yield return Of("below a path", Letter with { PathPrefix = "/anthropic/claude" });
            yield return Of("strictly", Letter, ("Strict", "true"));
        }
    }

    private static IEnumerable<TestCaseData> VariantsInEveryWay =>
        from variant in Variants
        from way in Ways
        select Of(
            $"{variant.Name}, {way.Key}",
            variant.Options with { PathPrefix = way.Value.PathPrefix },
            [.. variant.Settings, .. way.Value.Settings]);

    private static (string Name, string Value)[] InBand => [("StandardLimit", "2.3MB"), ("BatchLimit", "2.4MB"), ("FilesLimit", "2.5MB")];

    [TestCaseSource(nameof(WaysOfAsking))]
    public async Task The_server_of_the_letter_has_no_warning(ReferenceServerOptions options, IReadOnlyDictionary<string, string> settings)
    {
        var run = await Judged(options, settings);

        run.Broken.Should().BeEmpty(run.Reasons());
        run.ShouldBeJudged();
    }

    [TestCaseSource(nameof(VariantsInEveryWay))]
    public async Task A_conforming_server_has_no_failure(ReferenceServerOptions options, IReadOnlyDictionary<string, string> settings)
    {
        var run = await Judged(options, settings);

        run.Broken.Where(pair => pair.Value != Verdict.Warn).Should().BeEmpty(run.Reasons());
        run.Broken.Keys.Should().BeSubsetOf(Recorded, run.Reasons());
        run.ShouldBeJudged();
    }

    private static async Task<JudgedRun> Judged(ReferenceServerOptions options, IReadOnlyDictionary<string, string> settings)
    {
        await using var server = await ReferenceServer.StartAsync(options);
        return await JudgedRun.Of(server.BaseUrl.ToString().TrimEnd('/') + options.PathPrefix, settings);
    }

    private static TestCaseData Of(string name, ReferenceServerOptions options, params (string Name, string Value)[] settings) =>
        new TestCaseData(options, settings.ToDictionary(setting => setting.Name, setting => setting.Value)).SetArgDisplayNames(name);
}
