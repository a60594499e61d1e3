using PdmpAnalytics;
using PdmpAnalytics.Storage;
using PdmpAnalytics.Web;
using PdmpAnalytics.Web.Layout;
using PdmpAnalytics.Web.Security;
using PdmpAnalytics.Web.Status;

const string defaultUrls = "http://127.0.0.1:5080";

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls(builder.Configuration["urls"] ?? defaultUrls);
builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
builder.Services.AddPdmpAnalytics(StorageOptions.Parse(
    builder.Configuration["database"] ?? Environment.GetEnvironmentVariable("PDMP_DATABASE")));
builder.Services.AddRazorComponents();
builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database");

var app = builder.Build();
app.UseSecurityHeaders();
app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Problems.AnswerAsync });
app.UseStatusCodePages();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapHealthChecks("/healthz");
app.MapRazorComponents<App>();
await app.RunAsync();

/// <summary>The entry point, named for tests that start the host.</summary>
public partial class Program;
