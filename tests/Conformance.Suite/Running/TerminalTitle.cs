using System.Text;

namespace Conformance.Suite.Running;

/// <summary>
/// The title of the terminal that a run was started from: the one place there that a process can write to whose output another one
/// keeps, as <c>dotnet test</c> does until it ends, without disturbing what that one draws. Where there is no terminal, nothing is.
/// </summary>
internal sealed class TerminalTitle : IDisposable
{
    private const string Terminal = "/dev/tty";
    private const string Keep = "\e[22;0t";
    private const string Restore = "\e[23;0t";

    private readonly FileStream? _terminal = Open();

    public TerminalTitle() => Write(Keep);

    public void Show(string text) => Write($"\e]0;{text}\a");

    public void Dispose()
    {
        Write(Restore);
        _terminal?.Dispose();
    }

    private static FileStream? Open()
    {
        try
        {
            return OperatingSystem.IsWindows() ? null : new FileStream(Terminal, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A pipeline has none.
            return null;
        }
    }

    private void Write(string text)
    {
        try
        {
            _terminal?.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It was closed, or the run is over.
        }
    }
}
