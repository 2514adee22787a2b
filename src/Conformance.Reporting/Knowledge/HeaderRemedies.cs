namespace Conformance.Reporting.Knowledge;

/// <summary>Remedies for the response headers, and for redirects.</summary>
internal static class HeaderRemedies
{
    public static readonly (string[] Rules, ProxyRemedy[] Remedies)[] All =
    [
        (["headers.*single*", "headers.*unique*", "headers.*not-client-chosen*"],
        [
            new("nginx", "Remove add_header request-id, which adds a second value beside the server's.", """
                proxy_pass_header request-id;
                """),
            new("HAProxy", "Remove http-response add-header request-id, and unique-id-header with this name."),
            new("Caddy", "Remove header_down +request-id, and header request-id {http.request.uuid}."),
            new("Envoy", "Envoy's own id is x-request-id; do not copy it into request-id.", """
                preserve_external_request_id: false
                always_set_request_id_in_response: false
                """),
        ]),
        (["headers.*"],
        [
            new(
                "nginx",
                "Both headers pass unless they are hidden: remove proxy_hide_header; on its own answers add an id, with always for errors.",
                """
                add_header request-id "req_$request_id" always;
                """),
            new("HAProxy", "Remove http-response del-header and any allowlist that runs on errors only; set the id on its own answers.", """
                http-after-response set-header request-id req_%[uuid] unless { res.hdr(request-id) -m found }
                """),
            new("Caddy", "Remove header_down -request-id and copy_response_headers lists that leave the two out."),
            new("Envoy", "Remove the two from response_headers_to_remove, on the route, the virtual host and the configuration."),
        ]),
        (["security.no-redirect"],
        [
            new(
                "nginx",
                "A prefix location with a slash at its end redirects the path without it; name both, and do not merge slashes.",
                """
                location = /v1/messages { proxy_pass http://upstream; }
                merge_slashes off;
                """),
            new("HAProxy", "Remove http-request redirect from these paths; refuse plain HTTP instead.", """
                http-request deny status 403 unless { ssl_fc }
                """),
            new("Caddy", "Remove redir, and the automatic redirect to https.", """
                {
                    auto_https disable_redirects
                }
                """),
            new("Envoy", "Remove https_redirect and require_tls from these routes, and keep paths as they are.", """
                merge_slashes: false
                path_with_escaped_slashes_action: KEEP_UNCHANGED
                """),
        ]),
        (["security.plain-http*"],
        [
            new("nginx", "Do not listen without TLS.", "listen 443 ssl;"),
            new("HAProxy", "Bind with TLS only, or refuse.", "http-request deny status 403 unless { ssl_fc }"),
            new("Caddy", "Name the site with https:// and switch the plain listener off.", """
                {
                    auto_https disable_redirects
                }
                """),
            new("Envoy", "Give every listener a transport_socket with DownstreamTlsContext, and remove the plain one."),
        ]),
        (["security.*"],
        [
            new(
                "nginx",
                "Write no request header into error pages or responses: look for $http_x_api_key in add_header, return and error_page."),
            new("HAProxy", "Look for req.hdr(x-api-key) in lf-string, set-header of responses and errorfiles."),
            new("Caddy", "Look for {http.request.header.X-Api-Key} in respond, header and templates; never switch debug answers on."),
            new("Envoy", "Look for %REQ(X-API-KEY)% in local_reply_config and response_headers_to_add."),
        ]),
    ];
}
