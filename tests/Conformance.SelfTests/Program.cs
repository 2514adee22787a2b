using Conformance.SelfTests.ClientChecks;
using Microsoft.Testing.Platform.Builder;
using NUnit.VisualStudio.TestAdapter.TestingPlatformAdapter;

namespace Conformance.SelfTests;

/// <summary>The proof that the suite is right, as an executable that <c>test.sh</c> runs.</summary>
public static class Program
{
    /// <summary>Runs the tests, or is the program of one of them.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is [CSharpProgram.Switch])
        {
            return await CSharpProgram.Run();
        }

        var builder = await TestApplication.CreateBuilderAsync(args);
        builder.AddNUnit(() => [typeof(Program).Assembly]);
        using var application = await builder.BuildAsync();
        return await application.RunAsync();
    }
}
