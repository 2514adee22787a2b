namespace Conformance.Reporting.Knowledge;

/// <summary>Remedies for the request size limits.</summary>
internal static class SizeRemedies
{
    private const string TooLarge =
        """{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}""";

    private const string DeclaredTooLarge = "{ path /v1/messages } { req.hdr_val(content-length) gt 33554432 }";

    public static readonly (string[] Rules, ProxyRemedy[] Remedies)[] All =
    [
        (["size.ladder", "size.at-limit", "size.own-limit", "size.exact-limit"],
        [
            new("nginx", "The default limit is 1 MiB. Allow the largest body of the API and let it pass while it arrives.", """
                client_max_body_size 500m;
                proxy_request_buffering off;
                """),
            new("HAProxy", "It has no limit of its own. Raise or remove the rule that compares content-length or req.body_size."),
            new("Caddy", "It has no limit of its own. Raise or remove request_body; MiB is the binary reading.", """
                request_body {
                    max_size 500MiB
                }
                """),
            new("Envoy", "The buffer filter refuses what it cannot hold. Remove it from these routes, or raise its limit.", """
                typed_per_filter_config:
                  envoy.filters.http.buffer:
                    "@type": type.googleapis.com/envoy.extensions.filters.http.buffer.v3.BufferPerRoute
                    disabled: true
                """),
        ]),
        (["size.over-limit", "size.declared-only", "size.next-request*"],
        [
            new("nginx", "Set each group's own limit; it holds for declared and for chunked bodies.", """
                location = /v1/messages         { client_max_body_size 32m;  proxy_pass http://upstream; }
                location ^~ /v1/messages/batches { client_max_body_size 256m; proxy_pass http://upstream; }
                location ^~ /v1/files            { client_max_body_size 500m; proxy_pass http://upstream; }
                """),
            new("HAProxy", "A rule on the declared length lets every chunked body through: leave those to the server behind.", $$"""
                http-request deny status 413 content-type application/json string '{{TooLarge}}' if {{DeclaredTooLarge}}
                """),
            new("Caddy", "request_body in front of reverse_proxy answers 502. Let the server behind refuse, and remove the directive."),
            new("Envoy", "The buffer filter counts chunked bodies too and answers 413; it holds the whole body in memory.", """
                typed_per_filter_config:
                  envoy.filters.http.buffer:
                    "@type": type.googleapis.com/envoy.extensions.filters.http.buffer.v3.BufferPerRoute
                    buffer: { max_request_bytes: 33554432 }
                """),
        ]),
        (["size.answer-delivered"],
        [
            new("nginx", "Keep reading after the refusal, so that the client can see it before the connection closes.", """
                lingering_close always;
                lingering_time 30s;
                """),
            new("HAProxy", "Refuse in http-request, not with a silent drop: remove silent-drop and tcp-request content reject."),
            new("Caddy", "Let the server behind refuse: with request_body, reverse_proxy reports a failed upload as 502."),
            new("Envoy", "Give the client time to read the answer before the connection is closed.", """
                delayed_close_timeout: 10s
                """),
        ]),
        (["size.*"],
        [
            new("nginx", "Its own 413 is an HTML page. Answer with the API's error instead.", $$"""
                error_page 413 = @too_large;
                location @too_large {
                    default_type application/json;
                    return 413 '{{TooLarge}}';
                }
                """),
            new("HAProxy", "Give the 413 a JSON body.", $$"""
                http-error status 413 content-type application/json string '{{TooLarge}}'
                """),
            new("Caddy", "Give its own errors a JSON body.", $$"""
                handle_errors {
                    @too_large expression `{err.status_code} == 413`
                    header @too_large Content-Type application/json
                    respond @too_large `{{TooLarge}}` 413
                }
                """),
            new("Envoy", "Give its own 413 a JSON body.", """
                local_reply_config:
                  mappers:
                  - filter:
                      status_code_filter:
                        comparison: { op: EQ, value: { default_value: 413, runtime_key: too_large } }
                    body_format_override:
                      json_format:
                        type: error
                        error: { type: request_too_large, message: Request exceeds the maximum size }
                """),
        ]),
    ];
}
