using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Reference;

/// <summary>
/// A certificate for the loopback addresses and <c>localhost</c>, and the authority that signed it, made anew for one run and valid
/// for two days. Nobody else has the keys, and they are never written.
/// </summary>
public sealed class UpstreamCertificate : IDisposable
{
    /// <summary>The name of the file that <see cref="WriteAuthority"/> writes.</summary>
    public const string FileName = "upstream-ca.pem";

    private UpstreamCertificate(X509Certificate2 authority, X509Certificate2 leaf) => (Authority, Leaf) = (authority, leaf);

    /// <summary>The certificate of the authority, without its key: what a gateway must trust.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The certificate of the server, with its key: for <see cref="ReferenceServerOptions.Certificate"/>.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>Makes both.</summary>
    public static UpstreamCertificate Create()
    {
        var from = DateTimeOffset.UtcNow.AddHours(-1);
        var to = from.AddDays(2);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Conformance upstream authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, critical: false));
        using var authority = authorityRequest.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using var signed = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(16));
        using var leaf = signed.CopyWithPrivateKey(key);
        return new UpstreamCertificate(
            X509CertificateLoader.LoadCertificate(authority.RawData),
            X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null));
    }

    /// <summary>Writes the authority's certificate as PEM.</summary>
    /// <param name="directory">Made where it is not there.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string WriteAuthority(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        File.WriteAllText(path, Authority.ExportCertificatePem() + "\n");
        return path;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Authority.Dispose();
        Leaf.Dispose();
    }
}
