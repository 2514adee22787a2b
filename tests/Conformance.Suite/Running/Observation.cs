using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Suite.Assertions;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>What a case measured: what its rule said, and of the deciding exchange what is always worth knowing.</summary>
internal static class Observation
{
    public static SortedDictionary<string, JsonNode?> Of(CaseRecord record, IReadOnlyList<Exchange> exchanges, Redactor redactor)
    {
        var observed = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (name, value) in record.Observed)
        {
            observed[name] = value is JsonValue text && text.GetValueKind() == JsonValueKind.String ? redactor.Text(text.GetValue<string>()) : value;
        }

        if (exchanges.Count > 0 && exchanges[^1] is var deciding)
        {
            observed.TryAdd("outcome", deciding.Outcome.ToString().ToLowerInvariant());
            if (deciding.Response is { } response)
            {
                observed.TryAdd("status", response.Status);
                if (AnswerBody.ErrorType(deciding) is { } type)
                {
                    observed.TryAdd("errorType", redactor.Text(type));
                }
            }

            if (deciding.Request.Body is not null)
            {
                observed.TryAdd("bytesSent", deciding.BytesSent);
            }
        }

        return observed;
    }
}
