using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.MicrosoftML;

/// <summary>Registers the engines of Microsoft.ML beside the built-in ones.</summary>
public static class MicrosoftMLServices
{
    public static IServiceCollection AddMicrosoftML(this IServiceCollection services) =>
        services.AddSingleton<IRiskEngine, MicrosoftMLRiskEngine>();
}
