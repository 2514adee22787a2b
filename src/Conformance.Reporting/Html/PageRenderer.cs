using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conformance.Reporting.Html;

/// <summary>Renders a page component to text.</summary>
internal static class PageRenderer
{
    private static readonly ServiceProvider Services =
        new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();

    /// <summary>The page with <paramref name="model"/> as its parameter <c>Model</c>.</summary>
    public static async Task<string> RenderAsync<TPage>(object model)
        where TPage : IComponent
    {
        await using var text = new StringWriter();
        await WriteAsync<TPage>(text, new Dictionary<string, object?> { ["Model"] = model });
        return text.ToString();
    }

    /// <summary>Renders a component to a writer. What rendering held is given back at the end.</summary>
    public static async Task WriteAsync<TComponent>(TextWriter output, IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(Services, NullLoggerFactory.Instance);
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var component = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters));
            component.WriteHtmlTo(output);
        });
    }
}
