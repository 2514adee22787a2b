namespace Conformance.Reporting.Secrets;

/// <summary>The form in which a secret stands in a file.</summary>
public enum SecretForm
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>Within a base64 text, ordinary or URL-safe, at any alignment.</summary>
    Base64,

    /// <summary>Percent-encoded.</summary>
    UrlEncoded,

    /// <summary>Escaped for a JSON string.</summary>
    JsonEscaped,

    /// <summary>Encoded for HTML or XML.</summary>
    HtmlEncoded,

    /// <summary>As hexadecimal digits.</summary>
    Hex,

    /// <summary>The hexadecimal digits of its SHA-256.</summary>
    Sha256,

    /// <summary>The hexadecimal digits of its SHA-1.</summary>
    Sha1,

    /// <summary>The hexadecimal digits of its MD5.</summary>
    Md5,
}
