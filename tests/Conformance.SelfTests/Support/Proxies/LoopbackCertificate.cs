using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.SelfTests.Support.Proxies;

/// <summary>A certificate for 127.0.0.1 that nobody else has, valid for the time of the tests.</summary>
internal static class LoopbackCertificate
{
    private static readonly Lazy<string> File = new(Write);

    /// <summary>The certificate with its key.</summary>
    public static X509Certificate2 Certificate { get; } = Create();

    /// <summary>The path of a file that holds certificate and key, as PEM.</summary>
    public static string PemFile => File.Value;

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static string Write()
    {
        var path = Path.Combine(TestDirectory.Create(), "loopback.pem");
        var key = Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        System.IO.File.WriteAllText(path, Certificate.ExportCertificatePem() + "\n" + key + "\n");
        return path;
    }
}
