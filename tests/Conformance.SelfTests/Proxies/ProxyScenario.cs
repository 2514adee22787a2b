namespace Conformance.SelfTests.Proxies;

/// <summary>
/// A configuration of a proxy and what is expected of it: in the folder of the proxy <c>NAME.conf</c> and <c>NAME.expected.json</c>.
/// </summary>
/// <param name="Proxy">The name of the folder, which is that of the program: <c>nginx</c>.</param>
/// <param name="Name">The name of the scenario: <c>default</c>, <c>kept</c>.</param>
/// <param name="Expected">What is expected.</param>
public sealed record ProxyScenario(string Proxy, string Name, ExpectedResults Expected)
{
    private const string Suffix = ".expected.json";

    /// <summary>Every scenario there is a file for.</summary>
    public static IReadOnlyList<ProxyScenario> All { get; } =
        [.. Directory.GetDirectories(Folder).Order(StringComparer.Ordinal).SelectMany(Of)];

    /// <summary>The proxies, in the order of their names.</summary>
    public static IEnumerable<string> Proxies => All.Select(scenario => scenario.Proxy).Distinct();

    /// <summary>The name of the file that configures the proxy.</summary>
    public string Configuration => Expected.Configuration ?? Name + ".conf";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Proxies");

    /// <summary>The text of a file of a proxy's folder.</summary>
    public static string Text(string proxy, string file) => File.ReadAllText(Path.Combine(Folder, proxy, file));

    /// <inheritdoc />
    public override string ToString() => $"{Proxy} {Name}";

    private static IEnumerable<ProxyScenario> Of(string directory) =>
        Directory.GetFiles(directory, "*" + Suffix).Order(StringComparer.Ordinal).Select(file =>
            new ProxyScenario(Path.GetFileName(directory), Path.GetFileName(file)[..^Suffix.Length], ExpectedResults.Read(file)));
}
