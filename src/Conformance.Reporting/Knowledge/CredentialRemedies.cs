namespace Conformance.Reporting.Knowledge;

/// <summary>Remedies for keys and versions.</summary>
internal static class CredentialRemedies
{
    private const string KeyRequired =
        """{"type":"error","error":{"type":"authentication_error","message":"x-api-key header is required"}}""";

    private const string Keyed = "{ req.hdr(x-api-key) -m found } or { req.hdr(authorization) -m found }";

    public static readonly (string[] Rules, ProxyRemedy[] Remedies)[] All =
    [
        (["auth.*bearer*", "auth.both-*"],
        [
            new("nginx", "Pass the bearer key on as it came; remove auth_basic and auth_jwt, which take it for themselves.", """
                proxy_set_header Authorization $http_authorization;
                """),
            new("HAProxy", "Remove http-request del-header authorization, and http_auth from the rules of these paths."),
            new("Caddy", "Remove basic_auth and header_up -Authorization from this site."),
            new("Envoy", "A jwt_authn filter must let the API's keys pass, and forward them.", """
                providers:
                  gateway:
                    forward: true
                """),
        ]),
        (["auth.*"],
        [
            new("nginx", "Pass the caller's key and no other. An empty value is not sent, so a missing key stays missing.", """
                proxy_set_header x-api-key $http_x_api_key;
                proxy_set_header Authorization $http_authorization;
                """),
            new("HAProxy", "Remove set-header x-api-key with a key of the gateway's own; refuse with the API's own 401.", $$"""
                http-request return status 401 content-type application/json string '{{KeyRequired}}' unless {{Keyed}}
                """),
            new("Caddy", "Remove header_up x-api-key with a key of the gateway's own: the caller's passes by default."),
            new("Envoy", "ext_authz decides the status: let a refusal be 401, and never fail open.", """
                failure_mode_allow: false
                status_on_error: { code: InternalServerError }
                """),
        ]),
        (["version.*"],
        [
            new("nginx", "Pass both headers on as they came. An empty value is not sent, so a missing version stays missing.", """
                proxy_set_header anthropic-version $http_anthropic_version;
                proxy_set_header anthropic-beta $http_anthropic_beta;
                """),
            new("HAProxy", "Remove set-header and add-header for anthropic-version and anthropic-beta; add-header is what doubles them."),
            new("Caddy", "Remove header_up for anthropic-version and anthropic-beta; header_up +Name is what doubles them."),
            new(
                "Envoy",
                "Remove the two from request_headers_to_add, whose default appends a second value, and from request_headers_to_remove."),
        ]),
    ];
}
