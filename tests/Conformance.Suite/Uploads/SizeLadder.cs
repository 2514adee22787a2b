using Conformance.Contract;

namespace Conformance.Suite.Uploads;

/// <summary>
/// Sizes that well-known defaults refuse, in bytes: just above 32,768, 64 KiB and 100 KiB, 1 MiB and its neighbours, 2, 4 and
/// 16 MiB, and 30,000,000.
/// </summary>
internal static class SizeLadder
{
    private static readonly long[] Rungs =
        [33_000, 65_537, 102_401, 1_048_575, 1_048_576, 1_048_577, 2_097_153, 4_194_305, 16_777_217, 30_000_001];

    /// <summary>Those of them that are below a limit.</summary>
    public static IEnumerable<long> Below(SizeLimit limit) => Rungs.Where(rung => rung < limit.Accepted);
}
