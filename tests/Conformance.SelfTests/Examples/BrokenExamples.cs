using System.Collections.Concurrent;
using System.Text;
using Conformance.Reporting.Results;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Conformance.SelfTests.Examples;

/// <summary>What breaks the examples, what the suite says then, and what it never says.</summary>
public sealed class BrokenExamples
{
    private static readonly string[] OfToday = ["csharp", "typescript-1"];

    [TestCase("bearer keys")]
    [TestCase("version 2026-10-21")]
    public async Task A_server_that_knows_the_clients_of_yesterday_only_breaks_those_of_today(string refused)
    {
        ExampleRuns.NeedsNode();
        await using var target = await ExampleTarget.Start(otherwise: async context => refused switch
        {
            "bearer keys" when !context.Request.Headers.ContainsKey("x-api-key") =>
                await ExampleTarget.Refuse(context, 401, "authentication_error", "x-api-key header is required"),
            "version 2026-10-21" when context.Request.Headers["anthropic-version"] != "2023-06-01" =>
                await ExampleTarget.Refuse(context, 400, "invalid_request_error", "anthropic-version: unknown"),
            _ => false,
        });
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*");

        var examples = run.Examples();
        run.ExitCode.Should().NotBe(0);
        run.Passed().Should().BeEquivalentTo("curl", "typescript");
        examples.Where(one => one.Value.Verdict == Verdict.Fail).Select(one => one.Key).Should().BeEquivalentTo(OfToday);
        examples["typescript-1"].Message.Should().StartWith(
            "expected exit code 0 and a message printed, but the example ended with exit code 1: ")
            .And.Contain(refused == "bearer keys" ? "AuthenticationError: 401" : "BadRequestError: 400").And.NotContain("\n");
        examples["csharp"].Message.Should().Contain(refused == "bearer keys" ? "Unauthorized" : "BadRequest").And.NotContain("\n");
        examples["csharp"].Observed["status"]!.GetValue<int>().Should().Be(refused == "bearer keys" ? 401 : 400);
    }

    [Test]
    public async Task The_key_stands_neither_in_an_argument_list_nor_in_the_report_nor_on_the_console_though_the_server_gives_it_away()
    {
        var running = new ConcurrentQueue<string>();
        await using var target = await ExampleTarget.Start(otherwise: async context =>
        {
            if (!IsOfAnExample(context))
            {
                return false;
            }

            foreach (var arguments in ArgumentLists())
            {
                running.Enqueue(arguments);
            }

            return await ExampleTarget.Refuse(context, 401, "authentication_error", $"no such key: {ExampleRuns.Key}");
        });
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*");

        run.Examples()["curl"].Should().Match<CaseResult>(
            one => one.Verdict == Verdict.Fail && one.Message!.Contains("no such key: [redacted]"));
        run.Examples()["csharp"].Message.Should().Contain("no such key: [redacted]");
        (run.Output + run.Errors).Should().NotContain(ExampleRuns.Key);
        foreach (var file in Directory.EnumerateFiles(run.Directory, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllTextAsync(file)).Should().NotContain(ExampleRuns.Key, file);
        }

        running.Should().NotContain(arguments => arguments.Contains(ExampleRuns.Key));
        if (OperatingSystem.IsLinux())
        {
            running.Should().Contain(arguments => arguments.Contains("--silent"), "curl runs while its request is answered");
        }
    }

    [Test]
    public async Task An_answer_that_is_no_message_breaks_an_example_that_ends_well()
    {
        await using var target = await ExampleTarget.Start(otherwise: async context =>
        {
            if (!IsOfAnExample(context))
            {
                return false;
            }

            context.Response.Headers.ContentType = "application/json";
            await context.Response.WriteAsync("""{"id":"chatcmpl-1","object":"chat.completion","choices":[]}""");
            return true;
        });
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*");

        run.Examples().Values.Where(one => one.Verdict != Verdict.Skip).Should().OnlyContain(one =>
            one.Verdict == Verdict.Fail && one.Message!.Contains("but the example printed ") && one.Seen("exitCode") == "0");
    }

    [TestCase("limited", "still answered 429")]
    [TestCase("closed", "without an answer")]
    public async Task A_target_that_cannot_be_judged_breaks_no_promise(string behaviour, string reason)
    {
        await using var target = await ExampleTarget.Start(otherwise: async context =>
        {
            if (!IsOfAnExample(context))
            {
                return false;
            }

            if (behaviour == "closed")
            {
                context.Abort();
                return true;
            }

            context.Response.Headers.RetryAfter = "0";
            return await ExampleTarget.Refuse(context, 429, "rate_limit_error", "too many");
        });
        var run = await ExampleRuns.Run(target.BaseUrl, "example.curl,example.csharp");

        var examples = run.Examples();
        foreach (var name in new[] { "curl", "csharp" })
        {
            (examples[name].Verdict, examples[name].Reason?.Fault).Should().Be((Verdict.Error, Fault.Target));
            examples[name].Message.Should().Contain(reason);
        }
    }

    // The suite's own probes name no client.
    private static bool IsOfAnExample(HttpContext context) => context.Request.Headers.ContainsKey("user-agent");

    private static IEnumerable<string> ArgumentLists()
    {
        var processes = OperatingSystem.IsLinux() ? Directory.EnumerateDirectories("/proc") : [];
        foreach (var directory in processes.Where(path => Path.GetFileName(path).All(char.IsAsciiDigit)))
        {
            string arguments;
            try
            {
                arguments = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(directory, "cmdline"))).Replace('\0', ' ');
            }
            catch (IOException)
            {
                continue;
            }

            yield return arguments;
        }
    }
}
