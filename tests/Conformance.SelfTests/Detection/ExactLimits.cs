using System.Globalization;
using Conformance.Reference;

namespace Conformance.SelfTests.Detection;

/// <summary>
/// Limits so small that a run is quick, and so large that the rungs of the ladder up to 2 MiB are below them. They are
/// exact, so that a single byte tells.
/// </summary>
internal static class ExactLimits
{
    private const int Standard = 2_300_000;
    private const int Batch = 2_400_000;
    private const int Files = 2_500_000;

    /// <summary>As settings of the suite.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["StandardLimit"] = Text(Standard),
        ["BatchLimit"] = Text(Batch),
        ["FilesLimit"] = Text(Files),
    };

    /// <summary>As options of a server.</summary>
    public static ReferenceServerOptions On(ReferenceServerOptions options) =>
        options with { StandardLimit = Standard, BatchLimit = Batch, FilesLimit = Files };

    private static string Text(int bytes) => bytes.ToString(CultureInfo.InvariantCulture);
}
