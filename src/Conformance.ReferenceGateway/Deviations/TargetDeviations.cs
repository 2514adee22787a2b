namespace Conformance.Gateway;

/// <summary>What goes wrong with the request target.</summary>
internal static class TargetDeviations
{
    public static IEnumerable<GatewayDeviation> All { get; } =
    [
        new("forward-query-dropped", "The query is dropped.", "gateways that match on the full URL")
        {
            Rules = ["forward.path-query"],
            Bend = ConductBends.Forwarding(request => request.Target = request.Target.Split('?')[0]),
        },
        new("forward-query-decoded", "The query is decoded.", "proxies that build the URL anew")
        {
            Rules = ["forward.path-query"],
            Bend = ConductBends.Forwarding(request =>
            {
                if (request.Target.Split('?', 2) is [var path, var query])
                {
                    request.Target = path + "?" + string.Concat(Uri.UnescapeDataString(query).Select(character =>
                        character is > ' ' and < '\x7f' and not '#' ? character.ToString() : Uri.EscapeDataString(character.ToString())));
                }
            }),
        },
        new("forward-path-decoded", "The path is decoded; a space becomes a plus sign.", "proxies that build the URL anew")
        {
            Rules = ["forward.path-query"],
            Bend = ConductBends.Forwarding(request =>
            {
                var parts = request.Target.Split('?', 2);
                parts[0] = string.Concat(Uri.UnescapeDataString(parts[0]).Select(character =>
                    character is > ' ' and < '\x7f' and not ('?' or '#' or '%') ? character.ToString()
                    : character is ' ' ? "+" : Uri.EscapeDataString(character.ToString())));
                request.Target = string.Join('?', parts);
            }),
        },
    ];
}
