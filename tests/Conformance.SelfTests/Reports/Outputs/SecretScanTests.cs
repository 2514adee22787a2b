using Conformance.Reporting.Secrets;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary>The scan of everything that a run wrote.</summary>
public sealed class SecretScanTests
{
    private const string Key = "sk-ant-api03-Se+cret/Value==\"q\"&<0123456789>";

    private static readonly SecretFinder Finder = new([Key]);

    [Test]
    public async Task Many_files_are_one_line_that_names_the_first_and_never_the_secret()
    {
        var directory = TestDirectory.Create();
        var files = Enumerable.Range(0, 30).Select(number => Path.Combine(directory, $"{number:00}.txt")).ToList();
        foreach (var file in files)
        {
            await File.WriteAllTextAsync(file, $"some text {Key}");
        }

        var found = await SecretScan.FilesAsync(directory, files, Finder);

        found.Should().StartWith(
            "a secret of the run stands in 00.txt at byte 10 and 29 more files (the key)").And.NotContain("\n").And.NotContain(Key[20..]);
    }

    [Test]
    public async Task Files_of_others_are_not_read()
    {
        var directory = TestDirectory.Create();
        var own = Path.Combine(directory, "own.txt");
        await File.WriteAllTextAsync(own, "sk-ant-api03-[redacted]");
        await File.WriteAllTextAsync(Path.Combine(directory, "foreign.txt"), Key);

        (await SecretScan.FilesAsync(directory, [own], Finder)).Should().BeNull();
    }

    [Test]
    public async Task A_name_that_gives_the_secret_away_is_not_repeated()
    {
        var directory = TestDirectory.Create();
        var file = Path.Combine(directory, "0123456789-abcdefgh.txt");
        await File.WriteAllTextAsync(file, "");

        var found = await SecretScan.FilesAsync(directory, [file], new SecretFinder(["sk-ant-api03-0123456789-abcdefgh"]));

        found.Should().Contain("the name of a file").And.NotContain("0123456789");
    }

    [TestCase(65_500)]
    [TestCase(65_520)]
    [TestCase(65_535)]
    [TestCase(65_536)]
    [TestCase(200_000)]
    public async Task A_key_is_seen_wherever_it_stands_in_a_file_that_is_read_in_pieces(int before)
    {
        const string key = "sk-ant-api03-0123456789-abcdefgh";
        var directory = TestDirectory.Create();
        var words = Path.Combine(directory, "words.txt");
        var one = Path.Combine(directory, "one.txt");
        await File.WriteAllTextAsync(words, $"{string.Concat(Enumerable.Repeat("a ", before / 2))}{(before % 2 == 0 ? "" : " ")}{key} a");
        await File.WriteAllTextAsync(one, $"{new string('!', before)}{key}!");

        foreach (var file in new[] { words, one })
        {
            (await SecretScan.FilesAsync(directory, [file], new SecretFinder([key]))).Should()
                .StartWith(FormattableString.Invariant($"a secret of the run stands in {Path.GetFileName(file)} at byte {before:N0} ("));
        }
    }

    [Test]
    public async Task A_report_without_secrets_is_clean()
    {
        var directory = await SampleReports.DirectoryOf("broken");

        (await SecretScan.FilesAsync(directory, Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories), Finder)).Should()
            .BeNull();
    }
}
