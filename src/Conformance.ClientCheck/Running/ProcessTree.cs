using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Conformance.Clients;

/// <summary>A process and all that it started, which a terminal interrupts together.</summary>
internal static partial class ProcessTree
{
    private const int Interruption = 2;
    private const int Unconditional = 9;
    private const int Termination = 15;

    /// <summary>Interrupts a process and its descendants.</summary>
    /// <returns>Whether this system has signals.</returns>
    public static bool Interrupt(int process)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        var isInBackground = Ignores(Environment.ProcessId, Interruption);
        foreach (var one in Descendants(process))
        {
            // What is started in the background of a shell ignores an interruption, and so does all that it starts: that is none of the
            // client's doing, and it is ended as a service is.
            _ = Kill(one, isInBackground && Ignores(one, Interruption) ? Termination : Interruption);
        }

        return true;
    }

    /// <summary>Ends all processes whose environment has a variable of this value, whoever their parents are by now.</summary>
    /// <remarks>Where there is no /proc it does nothing.</remarks>
    public static void EndAllWith(string variable, string value)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var entry = Encoding.UTF8.GetBytes($"{variable}={value}");
        foreach (var one in Processes().Where(id => id != Environment.ProcessId && HasInEnvironment(id, entry)))
        {
            _ = Kill(one, Unconditional);
        }
    }

    private static bool HasInEnvironment(int process, byte[] entry)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{process}/environ").AsSpan().IndexOf(entry) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is somebody else's.
            return false;
        }
    }

    private static List<int> Descendants(int process)
    {
        List<int> tree = [process];
        if (OperatingSystem.IsLinux())
        {
            var children = Processes()
                .ToLookup(id => Status(id, "PPid:") is { } parent ? int.Parse(parent, CultureInfo.InvariantCulture) : 0);
            for (var at = 0; at < tree.Count; at++)
            {
                tree.AddRange(children[tree[at]]);
            }
        }

        return tree;
    }

    private static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    private static bool Ignores(int process, int signal) =>
        OperatingSystem.IsLinux()
        && Status(process, "SigIgn:") is { } mask
        && (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (signal - 1))) != 0;

    private static string? Status(int process, string field)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal))
                ?[field.Length..].Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
