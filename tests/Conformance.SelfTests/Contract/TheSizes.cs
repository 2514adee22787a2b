using Conformance.Contract;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Contract;

/// <summary>How a size limit is read, and what a found one looks like.</summary>
public sealed class TheSizes
{
    [TestCase("32MB", 32_000_000, 33_554_432)]
    [TestCase("1kb", 1_000, 1_024)]
    [TestCase("2 GB", 2_000_000_000, 2_147_483_648)]
    [TestCase("32MiB", 33_554_432, 33_554_432)]
    [TestCase("1KiB", 1_024, 1_024)]
    [TestCase("1GiB", 1_073_741_824, 1_073_741_824)]
    [TestCase("31.5MiB", 33_030_144, 33_030_144)]
    [TestCase("2.3MB", 2_300_000, 2_411_724)]
    [TestCase(" 31000000 ", 31_000_000, 31_000_000)]
    [TestCase("1", 1, 1)]
    [TestCase("7B", 7, 7)]
    [TestCase("8589934591 GiB", 9_223_372_035_781_033_984, 9_223_372_035_781_033_984)]
    public void A_unit_of_ten_is_a_band_and_any_other_is_exact(string text, long accepted, long refused)
    {
        var limit = SizeLimit.Parse(text);

        limit.Should().Be(new SizeLimit(accepted, refused));
        limit.IsExact.Should().Be(accepted == refused);
    }

    [TestCase("", "'' is not a size; write 32MB, 32MiB or a number of bytes")]
    [TestCase("32 Mb/s", "'32 Mb/s' is not a size; write 32MB, 32MiB or a number of bytes")]
    [TestCase("-1", "'-1' is not a size; write 32MB, 32MiB or a number of bytes")]
    [TestCase("0", "'0' is not a whole, positive number of bytes")]
    [TestCase("0.5MB", "'0.5MB' is not a whole, positive number of bytes")]
    [TestCase("1.5", "'1.5' is not a whole, positive number of bytes")]
    [TestCase("1.0001kB", "'1.0001kB' is not a whole, positive number of bytes")]
    [TestCase("8589934592 GiB", "'8589934592 GiB' is not a whole, positive number of bytes")]
    public void Anything_else_is_refused_by_name(string text, string message) =>
        ((Action)(() => SizeLimit.Parse(text))).Should().Throw<FormatException>().WithMessage(message);

    [Test]
    public void The_documented_limits_are_bands()
    {
        SizeLimit.Standard.Should().Be(new SizeLimit(32_000_000, 33_554_432));
        SizeLimit.Batch.Should().Be(new SizeLimit(256_000_000, 268_435_456));
        SizeLimit.Files.Should().Be(new SizeLimit(500_000_000, 524_288_000));
        SizeLimit.Standard.ToString().Should().Be("32,000,000 to 33,554,432 bytes");
        SizeLimit.Exactly(1_048_576).Should().Be(new SizeLimit(1_048_576, 1_048_576));
        SizeLimit.Exactly(1_048_576).ToString().Should().Be("1,048,576 bytes");
    }

    [TestCase(1_048_576, 1_048_576)]
    [TestCase(1_048_576 - 4_096, 1_048_576)]
    [TestCase(1_048_576 - 4_097, null)]
    [TestCase(1_048_577, null)]
    [TestCase(32_768, 32_768)]
    [TestCase(1, null)]
    public void A_found_limit_looks_like_the_same_number_or_one_a_form_below_it(long bytes, long? known) =>
        (KnownLimit.Like(bytes)?.Bytes).Should().Be(known);

    [Test]
    public void Of_two_near_ones_it_looks_like_the_nearer() =>
        KnownLimit.All.Should().OnlyContain(known => KnownLimit.Like(known.Bytes) == known);
}
