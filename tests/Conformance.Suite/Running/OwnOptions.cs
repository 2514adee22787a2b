using Microsoft.Testing.Platform.CommandLine;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Extensions.CommandLine;

namespace Conformance.Suite.Running;

/// <summary>The options that hold the settings. They were read before the runner began; it has to know that there are such.</summary>
internal sealed class OwnOptions : ICommandLineOptionsProvider
{
    public string Uid => "conformance.options";

    public string Version => "1.0.0";

    public string DisplayName => "Conformance settings";

    public string Description => "Names the options that hold the settings";

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public IReadOnlyCollection<CommandLineOption> GetCommandLineOptions() =>
    [
        new("settings", "The settings file", ArgumentArity.ExactlyOne, isHidden: false),
        new("test-parameter", "A setting, Name=value", ArgumentArity.OneOrMore, isHidden: false),
    ];

    public Task<ValidationResult> ValidateOptionArgumentsAsync(CommandLineOption commandOption, string[] arguments) =>
        ValidationResult.ValidTask;

    public Task<ValidationResult> ValidateCommandLineOptionsAsync(ICommandLineOptions commandLineOptions) => ValidationResult.ValidTask;
}
