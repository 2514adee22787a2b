namespace Conformance.SelfTests.Support;

/// <summary>Directories of the tests' own, removed when the process ends.</summary>
internal static class TestDirectory
{
    // A run writes two thousand small files. Taking them off a disk again lasts longer than the run; memory forgets them at once.
    private const string Memory = "/dev/shm";

    private static readonly string Root = Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, $"conformance-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("conformance-").FullName;

    static TestDirectory() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);

    /// <summary>Makes a directory that no other test has.</summary>
    public static string Create() => Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N"))).FullName;
}
