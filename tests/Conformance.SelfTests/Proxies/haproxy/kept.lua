-- RFC 9110, section 7.6.1: a field that Connection names is one of the connection, and goes no further; nor does Connection.
local function named(fields)
    local names = {}
    local lines = fields["connection"]
    if lines ~= nil then
        for _, line in pairs(lines) do
            for name in string.gmatch(line, "[^%s,]+") do
                names[#names + 1] = string.lower(name)
            end
        end
    end
    return names
end

core.register_action("connection_of_request", { "http-req" }, function(txn)
    for _, name in ipairs(named(txn.http:req_get_headers())) do
        txn.http:req_del_header(name)
    end
    txn.http:req_del_header("connection")
end)

core.register_action("connection_of_answer", { "http-res" }, function(txn)
    for _, name in ipairs(named(txn.http:res_get_headers())) do
        txn.http:res_del_header(name)
    end
    txn.http:res_del_header("connection")
end)
