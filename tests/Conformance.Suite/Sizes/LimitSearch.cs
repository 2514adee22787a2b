using Conformance.Contract;
using Conformance.Suite.Running;
using Conformance.Suite.Uploads;
using Conformance.Wire;

namespace Conformance.Suite.Sizes;

/// <summary>
/// Finds the exact byte at which a target turns, as cheaply as it lets itself be asked: by an expectation (a 100 or a
/// refusal, no body sent), by a declared length alone, and only where neither tells by whole bodies. What is found is
/// confirmed once with real bodies, unless it is the documented limit.
/// </summary>
internal sealed class LimitSearch(Target target, SizeProbe sizes, Operation operation, string variant)
{
    private delegate Task<bool?> Question(long bytes);

    private static readonly TimeSpan DeclaredPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>Searches between a size that passes and one that does not.</summary>
    /// <param name="accepted">Bytes of a body that passes.</param>
    /// <param name="refused">Bytes of a body that is refused.</param>
    /// <returns>The largest body that passes, in bytes, and how it was found; null where the target does not let itself be asked.</returns>
    public async Task<(long Limit, string Method)?> Between(long accepted, long refused)
    {
        foreach (var (ask, method) in Questions())
        {
            if (await ask(accepted) != true || await ask(refused) != false)
            {
                continue;
            }

            var (low, high) = (accepted, refused);
            while (high - low > 1)
            {
                var middle = low + ((high - low) / 2);
                if (await ask(middle) is not { } passes)
                {
                    break;
                }

                (low, high) = passes ? (middle, high) : (low, middle);
            }

            if (high - low == 1 && high == refused && (low == accepted || low == sizes.Limit(operation).Refused))
            {
                // Both sizes were sent as they are before the search began, or the answer is the documented one: half a gigabyte
                // would say it once more.
                return (low, method);
            }

            if (high - low == 1 && !CaseContext.Current.Run.Plan.TryTake(low + high))
            {
                return (low, $"{method}, not confirmed by a body: out of budget");
            }

            if (high - low == 1 && await Body(low) == true && await Body(high) == false)
            {
                return (low, method);
            }
        }

        return null;
    }

    /// <summary>Whether a whole body passes; null where no answer tells.</summary>
    public async Task<bool?> Body(long bytes)
    {
        var exchange = await target.TrySend(sizes.Variant(operation, bytes, variant));
        return exchange switch
        {
            { Response.Status: 413 } => false,
            { Outcome: Outcome.Reset, IsEarlyAnswer: false } => false,
            { Response.Status: var status } when status == (await sizes.Small(operation, variant)).Response?.Status => true,
            { Response.Status: >= 400 } => false,
            _ => null,
        };
    }

    private IEnumerable<(Question Ask, string Method)> Questions()
    {
        if (variant != SizeVariants.Chunked)
        {
            yield return (Expectation, "expect: 100-continue");
            yield return (Declaration, "a declared length alone");
        }

        // Two dozen whole bodies: only where nobody pays for them.
        if (CaseContext.Current.Run.Plan.Budget is null)
        {
            yield return (Body, "whole bodies");
        }
    }

    private async Task<bool?> Expectation(long bytes)
    {
        var exchange = await target.TrySend(
            sizes.Request(operation, bytes, BodyFraming.ExpectOnly) with { Version = System.Net.HttpVersion.Version11 });
        return exchange switch
        {
            { ContinueReceived: true, Response: null } => true,
            { Response.Status: >= 400 } => false,
            _ => null,
        };
    }

    private async Task<bool?> Declaration(long bytes)
    {
        var exchange = await target.TrySend(sizes.Request(operation, bytes, BodyFraming.DeclaredOnly) with { Timeout = DeclaredPatience });
        return exchange switch
        {
            { Outcome: Outcome.Timeout } => true,
            { Response.Status: >= 400 } => false,
            _ => null,
        };
    }
}
