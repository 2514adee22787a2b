using System.Globalization;

namespace Conformance.Reporting.Html;

/// <summary>Numbers as a reader wants them, the same in every culture.</summary>
internal static class Quantity
{
    /// <summary><c>1,500</c>.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 case</c>, <c>1,500 cases</c>.</summary>
    public static string Count(long number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary><c>33,554,433 bytes</c>.</summary>
    public static string Bytes(long bytes) => Count(bytes, "byte");

    /// <summary><c>3.4 ms</c>, <c>12 ms</c>, <c>1.2 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Duration(double milliseconds) => milliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(milliseconds / 60_000):0} min {milliseconds % 60_000 / 1000:0} s"),
    };

    /// <summary><c>97 %</c>; never 100 % unless it is all, never 0 % unless it is none.</summary>
    public static string Share(int part, int whole) => whole == 0
        ? "–"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(part == 0 ? 0 : Math.Clamp(Math.Round(100.0 * part / whole), 1, part == whole ? 100 : 99)):0} %");

    /// <summary>A coordinate of a picture.</summary>
    public static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
