namespace Conformance.SelfTests.Support;

/// <summary>Directories of the tests' own, removed when the process ends.</summary>
internal static class TestDirectory
{
    private static readonly string Root = Directory.CreateTempSubdirectory("conformance-").FullName;

    static TestDirectory() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);

    /// <summary>Makes a directory that no other test has.</summary>
    public static string Create() => Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N"))).FullName;
}
