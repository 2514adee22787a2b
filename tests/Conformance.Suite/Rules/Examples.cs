using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Examples;
using Conformance.Suite.Running;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Examples": the programs that the documentation prints, run as printed with only base URL, key and model replaced.</summary>
public sealed partial class Examples : ContractTests
{
    private const string Install =
        "npm install @anthropic-ai/sdk … import Anthropic from '@anthropic-ai/sdk'; … const msg = await anthropic.messages.create({ … "
            + "}); console.log(msg);";

    // Beyond one answer: the start of a runtime, and the retries of an SDK.
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(60);

    private static TimeSpan TimeLimit => Target.Settings.Timeout + Allowance;

    [Rule("example.curl", Must, "2024-06", "The curl example of the documentation prints a message", IsAskedOnce = true)]
    [Clause(
        Documents.Overview2024, "Examples",
        "curl https://api.anthropic.com/v1/messages --header \"x-api-key: $ANTHROPIC_API_KEY\" --header \"anthropic-version: "
            + "2023-06-01\" --header \"content-type: application/json\" --data '{ … }'")]
    [Operations("messages.create")]
    public Task The_curl_example_prints_a_message(Operation operation) =>
        Show(operation, Interpreter.Shell(), "curl", PrintsMessageJson);

    [Rule("example.python", Must, "2025-05", "The Python example of the documentation prints the content of a message", IsAskedOnce = true)]
    [Clause(Documents.Overview2025May, "Examples", "pip install anthropic … message = client.messages.create( … ) print(message.content)")]
    [Operations("messages.create")]
    public async Task The_Python_example_prints_content(Operation operation) =>
        await Show(operation, await Interpreter.Python(TimeLimit), "python", run => run.Output.StartsWith('['));

    [Rule(
        "example.typescript", Must, "2025-05", "The TypeScript example of the documentation prints a message, with the SDK of its time",
        IsAskedOnce = true)]
    [Clause(Documents.Overview2025May, "Examples", Install)]
    [Operations("messages.create")]
    public Task The_TypeScript_example_prints_a_message(Operation operation) =>
        Show(operation, Interpreter.Node("0.x", major => major == 0), "typescript", PrintsMessageObject);

    [Rule(
        "example.typescript-1", Must, "2026-10", "The TypeScript example of the documentation prints a message, with the SDK of today",
        IsAskedOnce = true)]
    [Clause(Documents.Clients, "Examples", Install)]
    [Operations("messages.create")]
    public Task The_TypeScript_example_prints_a_message_with_the_SDK_of_today(Operation operation) =>
        Show(operation, Interpreter.Node("1.x or later", major => major >= 1), "typescript", PrintsMessageObject);

    [Rule("example.csharp", Must, "2026-10", "The example of the official C# SDK prints a message", IsAskedOnce = true)]
    [Clause(
        Documents.Clients, "Examples",
        "AnthropicClient client = new(); … var message = await client.Messages.Create(parameters); Console.WriteLine(message);")]
    [Operations("messages.create")]
    public async Task The_CSharp_example_prints_a_message(Operation operation)
    {
        await using var recorder = await ExampleRecorder.Start(CaseContext.Current, Target);
        Judge(operation, recorder, Example.CSharp, await InProcess(recorder.BaseUrl), PrintsMessageJson);
    }

    private static async Task Show(Operation operation, Interpreter interpreter, string language, Predicate<ExampleRun> prints)
    {
        await using var recorder = await ExampleRecorder.Start(CaseContext.Current, Target);
        var program = Example.Of(language, Target.Settings.Contract).Program(Target.Model);
        var environment = new Dictionary<string, string>
        {
            [Example.BaseUrlVariable] = recorder.BaseUrl,
            [Example.KeyVariable] = Target.KeyFor(KeyKind.Api),
        };
        Judge(operation, recorder, program, await ExampleProcess.Run(interpreter, program, environment, TimeLimit), prints);
    }

    // Compiled into the suite, so its end is that of a method: what it throws is what it would have printed.
    private static async Task<ExampleRun> InProcess(string baseUrl)
    {
        using var connections = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await using var console = new StringWriter();
        try
        {
            await CSharpExample.Run(baseUrl, Target.KeyFor(KeyKind.Api), Target.Model, connections, console).WaitAsync(TimeLimit);
            return new ExampleRun(0, console.ToString(), "");
        }
        catch (TimeoutException)
        {
            return new ExampleRun(null, console.ToString(), "");
        }
        catch (Exception exception)
        {
            return new ExampleRun(1, console.ToString(), $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Judge(Operation operation, ExampleRecorder recorder, string program, ExampleRun whole, Predicate<ExampleRun> prints)
    {
        var run = whole.Without(CaseContext.Current.Run.Redactor);
        Observe("program", program);
        Observe("output", run.Evidence);
        Observe("exitCode", run.ExitCode);
        var kept = run.ExitCode == 0 && prints(run);
        if (!kept && recorder.NotJudged is { } notJudged)
        {
            throw new NotJudgedException(notJudged.Reason, notJudged.Message);
        }

        if (!kept && !recorder.WasReached)
        {
            throw new NotJudgedException(
                new Reason(ReasonKind.Suite), $"before it sent {operation.Method} {operation.Path}, the example {Came(run)}");
        }

        const string expected = "exit code 0 and a message printed";
        var came = $"the example {Came(run)}";
        CaseContext.Current.Add(
            new Judgement(
                recorder.Last, kept, expected, came, [new Mark(MarkedPart.Body)])
            { Message = $"expected {expected}, but {came}" });
    }

    private static string Came(ExampleRun run) => run.ExitCode switch
    {
        null => $"did not end within {TimeLimit.TotalSeconds:0} s",
        0 => $"printed {run.Reported}",
        { } code => $"ended with exit code {code}: {run.Reported}",
    };

    private static bool PrintsMessageJson(ExampleRun run) =>
        run.Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("type", out var type)
            && type.ValueKind == JsonValueKind.String && type.GetString() == "message";

    private static bool PrintsMessageObject(ExampleRun run) => MessageType().IsMatch(run.Output);

    // A member of the object itself, as console.log shows it.
    [GeneratedRegex("^  type: 'message'", RegexOptions.Multiline)]
    private static partial Regex MessageType();
}
