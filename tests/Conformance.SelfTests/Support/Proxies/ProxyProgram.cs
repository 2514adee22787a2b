namespace Conformance.SelfTests.Support.Proxies;

/// <summary>A proxy from Debian, and how it is run in the foreground with a configuration of our own.</summary>
/// <param name="Executable">The name of the program.</param>
/// <param name="Arguments">Its arguments, from the path of the configuration and that of a directory of its own.</param>
internal sealed record ProxyProgram(string Executable, Func<string, string, IReadOnlyList<string>> Arguments)
{
    public static readonly ProxyProgram Nginx = new(
        "nginx", (file, directory) => ["-p", directory, "-c", file, "-e", "stderr", "-g", "daemon off;"]);

    public static readonly ProxyProgram HAProxy = new("haproxy", (file, _) => ["-db", "-f", file]);

    public static readonly ProxyProgram Caddy = new("caddy", (file, _) => ["run", "--config", file, "--adapter", "caddyfile"]);

    public static readonly ProxyProgram Lighttpd = new("lighttpd", (file, _) => ["-D", "-f", file]);

    public static readonly ProxyProgram Apache = new("apache2", (file, directory) => ["-d", directory, "-f", file, "-DFOREGROUND"]);

    private static readonly Dictionary<string, ProxyProgram> All = new()
    {
        ["nginx"] = Nginx,
        ["haproxy"] = HAProxy,
        ["caddy"] = Caddy,
        ["lighttpd"] = Lighttpd,
        ["apache"] = Apache,
    };

    /// <summary>The name of the folder that holds its configurations: <c>apache</c>.</summary>
    public string Folder => All.Single(pair => pair.Value == this).Key;

    /// <summary>Where it is installed; Debian's sbin is not on everybody's path.</summary>
    public string Path =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/local/sbin", "/usr/sbin", "/sbin"])
            .Select(directory => System.IO.Path.Combine(directory, Executable))
            .FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"{Executable} is not installed; ./test.sh installs it");

    /// <summary>The program whose configurations are in a folder.</summary>
    /// <exception cref="KeyNotFoundException">There is none; add it here.</exception>
    public static ProxyProgram Named(string folder) => All[folder];
}
