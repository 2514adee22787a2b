namespace Conformance.SelfTests.Reports.Samples;

/// <summary>What a hostile target sends: every trick at once. <c>window.pwned</c> is set by whatever runs.</summary>
internal static class HostileText
{
    /// <summary>Markup and scripts.</summary>
    public const string Markup =
        "</script></style></pre></details></textarea><script>window.pwned=1</script><img src=x onerror=\"window.pwned=1\">"
        + "<svg onload=window.pwned=1><iframe srcdoc='<script>parent.pwned=1</script>'></iframe>"
        + "<meta http-equiv=refresh content=\"0;url=http://evil.example/\"><base href=//evil.example/><link rel=stylesheet "
            + "href=//evil.example/x.css>"
        + "<style>@import url(//evil.example/y.css);*{background:url(//evil.example/z)}</style>\" onmouseover=window.pwned=1 x=\"' ]]> "
            + "<!-- --> &lt; &amp;";

    /// <summary>Characters that act on a terminal, turn text round or cannot be seen. The last one is half a character.</summary>
    public const string Invisible =
        "\u001b[31mred\u001b[0m\u001b]0;title\u0007 \u202Eltr\u202C \u2066x\u2069 zero\u200Bwidth\uFEFF \u0085 \u2028 \0 \b \u007f "
            + "\u009b31m \uFFFD \uFFFE \uD800";

    /// <summary>Lines that CI systems obey.</summary>
    public const string Commands =
        "\r\n::error::pwned\n  ::set-output name=a::b\n::add-mask::x\n##[error]x ##vso[task.setvariable variable=a]b "
            + "##teamcity[buildProblem description='x']\n";

    /// <summary>Markdown, and what GitHub makes links of.</summary>
    public const string Markdown =
        "# h1\n\n| a | b |\n| --- | --- |\n[link](javascript:window.pwned=1) ![i](http://evil.example/x.png) <http://evil.example> "
            + "`code` ``two`` ```\nfence\n``` \\| "
        + "https://evil.example www.evil.example a@evil.example @octocat #1 *b* _i_ ~~s~~ $x$ [ref]: http://evil.example\n- [ ] "
            + "task\n> quote\n<details>";

    /// <summary>All of it.</summary>
    public const string All = Markup + Invisible + Commands + Markdown;
}
