using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference.Stages;

/// <summary>The operations by path: a tree of segments, in which a literal goes before a placeholder.</summary>
internal sealed class RouteTable
{
    private readonly Node root = new();

    /// <summary>Builds the tree.</summary>
    public RouteTable(IEnumerable<Operation> operations)
    {
        foreach (var operation in operations)
        {
            var node = root;
            foreach (var segment in Segments(operation.Path))
            {
                node = segment[0] == '{' ? node.Placeholder ??= new Node() : node.Child(segment);
            }

            node.Operations.Add(operation.Method, operation);
        }
    }

    /// <summary>Finds a path and tells the request what it is: its methods, its operation and the ids in it.</summary>
    /// <returns>False where no operation has the path.</returns>
    public bool TryFind(string path, ApiRequest request)
    {
        var ids = new List<string>();
        if (Walk(path, ids) is not { } node)
        {
            return false;
        }

        request.Methods = [.. node.Operations.Keys];
        request.Operation = node.Operations.GetValueOrDefault(request.Http.Request.Method);
        if (request.Operation is not null && ids.Count > 0)
        {
            request.Ids = IdNames(request.Operation.Path).Zip(ids).ToDictionary(pair => pair.First, pair => pair.Second);
        }

        return true;
    }

    /// <summary>One of the operations that a path has; null where it has none.</summary>
    public Operation? AnyAt(string path) => Walk(path, [])?.Operations.Values.First();

    /// <summary>The names of the ids in a path template, in order.</summary>
    public static IEnumerable<string> IdNames(string template) =>
        Segments(template).Where(segment => segment[0] == '{').Select(segment => segment[1..^1]);

    private Node? Walk(string path, List<string> ids)
    {
        var node = root;
        foreach (var segment in Segments(path))
        {
            if (node.Children.TryGetValue(segment, out var child))
            {
                node = child;
            }
            else if (node.Placeholder is not null && segment.Length > 0)
            {
                node = node.Placeholder;
                ids.Add(segment);
            }
            else
            {
                return null;
            }
        }

        return node.Operations.Count > 0 ? node : null;
    }

    private static string[] Segments(string path) => path[1..].Split('/');

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = [];

        public Node? Placeholder { get; set; }

        public Dictionary<string, Operation> Operations { get; } = [];

        public Node Child(string segment) =>
            Children.TryGetValue(segment, out var child) ? child : Children[segment] = new Node();
    }
}
