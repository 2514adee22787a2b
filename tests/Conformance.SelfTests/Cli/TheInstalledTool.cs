using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Cli;

/// <summary>The tool where only its package, or its one file, is.</summary>
public sealed class TheInstalledTool
{
    private static readonly string[] Small = ["run", "--rules", "auth.missing-key", "--operations", "messages.create"];

    [Test]
    public async Task Installed_from_its_package_into_an_empty_folder_it_runs_the_suite()
    {
        var package = await PackedTool.Folder;
        var (folder, environment) = await PackedTool.EmptyFolder();
        var tool = Path.Combine(folder, "tool", "conformance");

        var installed = await ProgramRun.Of(
            folder, environment, "dotnet", "tool", "install", "conformance", "--tool-path", "tool", "--add-source", package);
        installed.ExitCode.Should().Be(0, installed.Said);
        var version = await ProgramRun.Of(folder, environment, tool, "--version");
        var run = await ProgramRun.Of(folder, environment, tool, Small);

        version.Output.Should().StartWith("1.0.0");
        ShouldHaveRun(run, folder);
    }

    [Test]
    public async Task Published_as_one_file_it_runs_the_suite()
    {
        var folder = TestDirectory.Create();
        var published = await ProgramRun.Of(
            folder,
            new Dictionary<string, string> { ["UseSharedCompilation"] = "true" },
            "dotnet",
            [
                "publish", Repository.Tool, "-p:PublishProfile=linux-x64", "--artifacts-path", Path.Combine(folder, "artifacts"),
                "--output", Path.Combine(folder, "published"), "-p:RunAnalyzers=false", "-p:Optimize=false"
            ]);
        published.ExitCode.Should().Be(0, published.Said);

        Directory.EnumerateFileSystemEntries(Path.Combine(folder, "published")).Select(Path.GetFileName).Should().Equal("conformance");
        var run = await ProgramRun.Of(
            folder,
            new Dictionary<string, string> { ["DOTNET_ROOT"] = "/nowhere", ["PATH"] = "/nowhere" },
            Path.Combine(folder, "published", "conformance"),
            Small);

        ShouldHaveRun(run, folder);
    }

    private static void ShouldHaveRun(ProgramRun run, string folder)
    {
        run.ExitCode.Should().Be(0, run.Said);
        run.Output.Should().Contain("Every promise kept in 1 case").And.Contain("exit code 0");
        run.Errors.Should().BeEmpty();
        File.Exists(Path.Combine(folder, "reports", "index.html")).Should().BeTrue();
    }
}
