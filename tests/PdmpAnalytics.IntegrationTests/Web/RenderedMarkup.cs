using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web;

/// <summary>A component's markup as a browser receives it, read as XML.</summary>
internal static partial class RenderedMarkup
{
    public static async Task<XElement> OfAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(
            ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value)))).ToHtmlString());
        // An attribute without a value is HTML, not XML.
        return XElement.Parse(BareAttribute().Replace(html, "$1=\"\"$2"));
    }

    public static string? Value(this XElement element, string name) => element.Attribute(XName.Get(name))?.Value;

    /// <summary>A share of the drawing's width, 0 to 100.</summary>
    public static double Share(this XElement element, string attribute) =>
        double.Parse(element.Value(attribute)!.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture);

    public static IEnumerable<XElement> WithClass(this XElement root, string element, string name) =>
        root.Descendants(element).Where(e => e.Value("class")?.Split(' ').Contains(name) == true);

    /// <summary>The content security policy forbids inline style and script: geometry is attributes, looks and keys are files.</summary>
    public static void AssertNothingInline(XElement markup)
    {
        Assert.DoesNotContain(markup.DescendantsAndSelf(), e => e.Name == "style" || e.Name == "script");
        Assert.DoesNotContain(
            markup.DescendantsAndSelf().Attributes(), a => a.Name == "style" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(\sdata-timeline(?:-detail)?)([\s>])")]
    private static partial Regex BareAttribute();
}
