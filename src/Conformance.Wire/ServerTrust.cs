using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Wire;

/// <summary>Decides whether the certificate of a target is trusted, and says in words what is wrong with one that is not.</summary>
internal sealed class ServerTrust(X509Certificate2Collection trusted, TimeProvider time)
{
    /// <summary>Judges a certificate, in the form of a callback.</summary>
    /// <exception cref="AuthenticationException">It is not trusted; the message says why.</exception>
    public bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var host = (sender as SslStream)?.TargetHostName is { Length: > 0 } name ? name : "the address";
        return certificate is null
            ? throw new AuthenticationException("the target showed no certificate")
            : Fault(new X509Certificate2(certificate), chain, errors, host) is { } fault
                ? throw new AuthenticationException(fault)
                : true;
    }

    private string? Fault(X509Certificate2 certificate, X509Chain? presented, SslPolicyErrors errors, string host)
    {
        var named = $"the certificate {Name(certificate.SubjectName)}";
        var now = time.GetUtcNow().LocalDateTime;
        if (now > certificate.NotAfter)
        {
            return $"{named} expired on {Date(certificate.NotAfter)}";
        }

        if (now < certificate.NotBefore)
        {
            return $"{named} is valid only from {Date(certificate.NotBefore)}";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"{named} is not for {host} but for {string.Join(", ", Names(certificate).DefaultIfEmpty("no name"))}";
        }

        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) || LeadsToTrusted(certificate, presented)
            ? null
            : Untrusted(certificate, presented, named);
    }

    private string Untrusted(X509Certificate2 certificate, X509Chain? presented, string named)
    {
        var now = time.GetUtcNow().LocalDateTime;
        if (presented?.ChainElements.Skip(1).FirstOrDefault(element => now > element.Certificate.NotAfter) is { } old)
        {
            return $"{named} comes with {Name(old.Certificate.SubjectName)}, which expired on {Date(old.Certificate.NotAfter)}";
        }

        if (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
        {
            return $"{named} is signed by itself, and is not among those to trust";
        }

        var last = presented is { ChainElements: [.., var end] } ? end.Certificate : certificate;
        var root = last.SubjectName.RawData.AsSpan().SequenceEqual(last.IssuerName.RawData) ? last.SubjectName : last.IssuerName;
        return presented?.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotSignatureValid) == true
            ? $"{named} or one that it is issued by has a signature that does not hold"
            : $"{named} is issued by {Name(root)}, which is not among those to trust";
    }

    /// <summary>Whether the chain leads to a certificate that is to be trusted, with the others of the file in between.</summary>
    private bool LeadsToTrusted(X509Certificate2 certificate, X509Chain? presented)
    {
        if (trusted.Count == 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().LocalDateTime;
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        // A file may hold an intermediate and not its root: to name it is to trust it.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return chain.Build(certificate)
            && chain.ChainElements.Any(element => trusted.Any(one => IsSame(one, element.Certificate)));
    }

    private static bool IsSame(X509Certificate2 one, X509Certificate2 other) =>
        one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);

    private static IEnumerable<string> Names(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));

    private static string Name(X500DistinguishedName name) => name.Name is { Length: > 0 } text ? $"\"{text}\"" : "without a subject";

    private static string Date(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
