namespace Conformance.Reference;

/// <summary>What lies ready to be answered.</summary>
public sealed class UpstreamScripts
{
    private readonly Lock gate = new();
    private readonly Dictionary<Nonce, (ScriptedAnswer Script, int Turn)> laid = [];
    private int waiting;

    internal UpstreamScripts()
    {
    }

    /// <summary>Whether any script lies ready that no request has met yet.</summary>
    internal bool AnyWaits => Volatile.Read(ref waiting) > 0;

    /// <summary>Lays a script ready for the requests with this nonce, in place of an earlier one.</summary>
    public void For(Nonce nonce, ScriptedAnswer script)
    {
        lock (gate)
        {
            Withdraw(nonce);
            laid[nonce] = (script, 0);
            waiting++;
        }
    }

    /// <summary>Takes a script away; later requests with the nonce are answered as every other.</summary>
    public void Remove(Nonce nonce)
    {
        lock (gate)
        {
            Withdraw(nonce);
        }
    }

    /// <summary>The script of the next turn for one of these nonces; null where there is none.</summary>
    internal ScriptedAnswer? Take(IEnumerable<Nonce> nonces)
    {
        lock (gate)
        {
            foreach (var nonce in nonces)
            {
                if (laid.TryGetValue(nonce, out var script))
                {
                    waiting -= script.Turn == 0 ? 1 : 0;
                    laid[nonce] = script with { Turn = script.Turn + 1 };
                    return script.Script.Turn(script.Turn);
                }
            }

            return null;
        }
    }

    private void Withdraw(Nonce nonce)
    {
        if (laid.Remove(nonce, out var script) && script.Turn == 0)
        {
            waiting--;
        }
    }
}
