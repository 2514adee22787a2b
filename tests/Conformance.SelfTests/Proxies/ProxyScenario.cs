namespace Conformance.SelfTests.Proxies;

/// <summary>
/// A configuration of a proxy and what is expected of it: in the folder of the proxy <c>NAME.conf</c> and <c>NAME.expected.json</c>.
/// </summary>
/// <param name="Proxy">The name of the folder, which is that of the program: <c>nginx</c>.</param>
/// <param name="Name">The name of the scenario: <c>default</c>, <c>kept</c>.</param>
/// <param name="Expected">What is expected.</param>
public sealed record ProxyScenario(string Proxy, string Name, ExpectedResults Expected)
{
    /// <summary>Every scenario there is a file for, seen by a client.</summary>
    public static IReadOnlyList<ProxyScenario> All { get; } = Read(".expected.json");

    /// <summary>Every scenario there is a file for, with the suite as client and as upstream.</summary>
    public static IReadOnlyList<ProxyScenario> FromBothSides { get; } = Read(".both-sides.json");

    /// <summary>Every scenario there is a file for, with an upstream that takes its time.</summary>
    public static IReadOnlyList<ProxyScenario> Slow { get; } = Read(".slow.json");

    /// <summary>The proxies, in the order of their names.</summary>
    public static IEnumerable<string> Proxies => All.Select(scenario => scenario.Proxy).Distinct();

    /// <summary>The name of the file that configures the proxy.</summary>
    public string Configuration => Expected.Configuration ?? Name + ".conf";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Proxies");

    /// <summary>The text of a file of a proxy's folder.</summary>
    public static string Text(string proxy, string file) => File.ReadAllText(Path.Combine(Folder, proxy, file));

    /// <inheritdoc />
    public override string ToString() => $"{Proxy} {Name}";

    private static List<ProxyScenario> Read(string suffix) =>
    [
        .. from directory in Directory.GetDirectories(Folder).Order(StringComparer.Ordinal)
           from file in Directory.GetFiles(directory, "*" + suffix).Order(StringComparer.Ordinal)
           select new ProxyScenario(Path.GetFileName(directory), Path.GetFileName(file)[..^suffix.Length], ExpectedResults.Read(file)),
    ];
}
