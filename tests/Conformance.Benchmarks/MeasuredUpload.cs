namespace Conformance.Benchmarks;

/// <summary>One upload by one client.</summary>
/// <param name="Milliseconds">The time from its start until the answer was there.</param>
/// <param name="Status">The status of the answer; 0 for none.</param>
/// <param name="BytesSent">Bytes of the body that were sent before the answer.</param>
/// <param name="PeakBytes">The peak of the client's resident memory.</param>
internal sealed record MeasuredUpload(double Milliseconds, int Status, long BytesSent, long PeakBytes);
