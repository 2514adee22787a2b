using Conformance.Contract;

namespace Conformance.Clients;

/// <summary>Finds the operation that a method and a path ask for.</summary>
internal static class OperationPath
{
    /// <summary>The operation; null where the API has none there. A literal segment goes before a placeholder.</summary>
    public static Operation? Find(string method, string path)
    {
        var segments = path.Split('/');
        return Operations.Every
            .Where(operation => operation.Method == method && Matches(operation.Path.Split('/'), segments))
            .MinBy(operation => operation.Path.Count(character => character == '{'));
    }

    private static bool Matches(string[] template, string[] segments) =>
        template.Length == segments.Length
        && template.Zip(segments).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First == pair.Second);
}
