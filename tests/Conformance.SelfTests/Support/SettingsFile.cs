using System.Xml.Linq;

namespace Conformance.SelfTests.Support;

/// <summary>Settings files as users write them.</summary>
internal static class SettingsFile
{
    /// <summary>Writes a file with these parameters.</summary>
    /// <returns>Its path.</returns>
    public static string With(params (string Name, string Value)[] parameters) => Of(new XDocument(new XElement(
        "RunSettings",
        new XElement(
            "TestRunParameters",
            parameters.Select(
                one => new XElement("Parameter", new XAttribute("name", one.Name), new XAttribute("value", one.Value)))))).ToString());

    /// <summary>Writes a file with this text.</summary>
    /// <returns>Its path.</returns>
    public static string Of(string text)
    {
        var path = Path.Combine(TestDirectory.Create(), "test.runsettings");
        File.WriteAllText(path, text);
        return path;
    }
}
