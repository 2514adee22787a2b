namespace Conformance.Reporting.Knowledge;

/// <summary>Remedies for media types, codings and error bodies.</summary>
internal static class ContentRemedies
{
    private const string BadGateway = """{"type":"error","error":{"type":"api_error","message":"Bad gateway"}}""";

    public static readonly (string[] Rules, ProxyRemedy[] Remedies)[] All =
    [
        (["content.*encoding*", "content.body-parses"],
        [
            new("nginx", "Do not compress again, and pass the client's own wish on.", """
                gzip off;
                proxy_set_header Accept-Encoding $http_accept_encoding;
                """),
            new("HAProxy", "Remove the compression filter, compression offload above all: it hides the client's wish."),
            new("Caddy", "Remove encode from this site, or leave it to the server behind."),
            new("Envoy", "Remove the compressor and decompressor filters from these routes.", """
                typed_per_filter_config:
                  envoy.filters.http.compressor:
                    "@type": type.googleapis.com/envoy.extensions.filters.http.compressor.v3.CompressorPerRoute
                    disabled: true
                """),
        ]),
        ([
            "content.malformed-json", "content.empty-body", "content.missing-type", "content.wrong-type", "content.charset-accepted",
            "content.json-accepted",
        ],
        [
            new("nginx", "It forwards bodies untouched. Look for a script (njs, Lua) or a plugin that parses them."),
            new("HAProxy", "It forwards bodies untouched. Look for a rule on req.hdr(content-type) or a Lua action."),
            new("Caddy", "It forwards bodies untouched. Look for a matcher on Content-Type; match its beginning, not the whole value."),
            new("Envoy", "Look for json_to_metadata, ext_proc or a Lua filter on these routes; let the server behind judge the body."),
        ]),
        (["content.*", "error.*"],
        [
            new("nginx", "Pass the server's own errors on, and answer nginx's own with JSON.", """
                proxy_intercept_errors off;
                error_page 502 504 = @unavailable;
                location @unavailable {
                    default_type application/json;
                    return 500 '{"type":"error","error":{"type":"api_error","message":"Internal server error"}}';
                }
                """),
            new("HAProxy", "Remove errorfile and http-response return; give its own errors a JSON body.", $$"""
                http-error status 502 content-type application/json string '{{BadGateway}}'
                """),
            new("Caddy", "Remove handle_response and intercept; give its own errors a JSON body.", """
                handle_errors {
                    header Content-Type application/json
                    respond `{"type":"error","error":{"type":"api_error","message":"Internal server error"}}` {err.status_code}
                }
                """),
            new("Envoy", "local_reply_config rewrites only Envoy's own answers: give it the API's envelope; remove custom_response.", """
                local_reply_config:
                  body_format:
                    json_format:
                      type: error
                      error: { type: api_error, message: "%LOCAL_REPLY_BODY%" }
                """),
        ]),
    ];
}
