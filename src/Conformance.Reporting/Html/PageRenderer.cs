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
    /// <summary>The page with <paramref name="model"/> as its parameter <c>Model</c>.</summary>
    public static async Task<string> RenderAsync<TPage>(object model)
        where TPage : IComponent
    {
        await using var text = new StringWriter();
        await RenderAsync<TPage>(model, text);
        return text.ToString();
    }

    /// <summary>Writes the page to a file, UTF-8, as it is rendered: a large page is never held as one text.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync<TPage>(object model, string path)
        where TPage : IComponent
    {
        await using var file = new StreamWriter(path);
        await RenderAsync<TPage>(model, file);
    }

    private static async Task RenderAsync<TPage>(object model, TextWriter output)
        where TPage : IComponent
    {
        await using var services = new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model }));
            page.WriteHtmlTo(output);
        });
    }
}
