using YamlDotNet.RepresentationModel;

namespace Conformance.SelfTests.Pipelines;

/// <summary>A document of YAML, read by path: <c>jobs/shard/steps</c>.</summary>
internal static class Yaml
{
    /// <summary>Reads a document.</summary>
    public static YamlNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }

    /// <summary>What stands at a path; null where nothing does.</summary>
    public static YamlNode? At(this YamlNode node, string path) => path.Split('/').Aggregate(
        (YamlNode?)node,
        (at, name) =>
            at is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null);

    /// <summary>The text at a path.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static string Text(this YamlNode node, string path) => node.At(path) is YamlScalarNode { Value: { } text }
        ? text
        : throw new KeyNotFoundException($"{path} is no text");

    /// <summary>The items at a path; none where nothing stands there.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode node, string path) => node.At(path) is YamlSequenceNode items ? items : [];

    /// <summary>The texts at a path, by name; none where nothing stands there.</summary>
    public static Dictionary<string, string> Texts(this YamlNode node, string path) => node.At(path) is YamlMappingNode mapping
        ? mapping.Children.ToDictionary(one => ((YamlScalarNode)one.Key).Value!, one => ((YamlScalarNode)one.Value).Value!)
        : [];
}
