-- Apache 2.4 does not hold what it proxies to LimitRequestBody: a body that declares no length is counted here.
function count(r)
    local most = tonumber(r.subprocess_env["MOST"]) or 33554432
    local passed = 0
    coroutine.yield()
    while bucket ~= nil do
        passed = passed + #bucket
        if passed > most then
            r.subprocess_env["TOO_LARGE"] = "1"
            error("the body is larger than " .. most .. " bytes")
        end
        coroutine.yield(bucket)
    end
end

local types = { [401] = "authentication_error", [403] = "permission_error", [404] = "not_found_error", [413] = "request_too_large", [504] = "timeout_error" }

-- Apache's own answers in the documented envelope.
function answer(r)
    local env = r.subprocess_env
    local status = tonumber(env["REDIRECT_STATUS"]) or 500
    if env["REDIRECT_TOO_LARGE"] then
        status = 413
    elseif env["KEYLESS"] then
        status = 401
    end
    local type = types[status] or (status >= 500 and "api_error" or "invalid_request_error")
    local id = "req_" .. r:sha1(env["UNIQUE_ID"] or env["REDIRECT_UNIQUE_ID"]):sub(1, 24)
    r.status = status
    r.content_type = "application/json"
    r.err_headers_out["request-id"] = id
    r.err_headers_out["anthropic-organization-id"] = "@ORGANIZATION@"
    local body = '{"type":"error","error":{"type":"' .. type .. '","message":"The gateway answered ' .. status .. '"},"request_id":"' .. id .. '"}'
    -- Out before Apache reads what is left of the request's body.
    r.headers_out["Content-Length"] = tostring(#body)
    r:write(body)
    r:flush()
    return apache2.OK
end
