using PdmpAnalytics.Accounts;
using PdmpAnalytics.Telemetry;
using PdmpAnalytics.Web;
using PdmpAnalytics.Web.Access;
using PdmpAnalytics.Web.Admin;
using PdmpAnalytics.Web.Api;
using PdmpAnalytics.Web.Audit;
using PdmpAnalytics.Web.Delegates;
using PdmpAnalytics.Web.Fhir;
using PdmpAnalytics.Web.Layout;
using PdmpAnalytics.Web.Lookup;
using PdmpAnalytics.Web.Nightly;
using PdmpAnalytics.Web.Overview;
using PdmpAnalytics.Web.Review;
using PdmpAnalytics.Web.Security;
using PdmpAnalytics.Web.Status;

const string defaultUrls = "http://127.0.0.1:5080";

using var telemetry = TelemetryExport.Start("pdmp-web", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel");
var builder = WebApplication.CreateBuilder(HostFolder.Options(args));
builder.AddProgrammeSettings(args);
builder.AddLogs();
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning); // its lines quote addresses and fill disks
builder.WebHost.UseStaticWebAssets();
builder.WebHost.UseUrls(builder.Configuration["urls"] ?? defaultUrls);
builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
builder.Services.AddSingleton(builder.Configuration.GetSection("Accounts").Get<AccountOptions>() ?? new AccountOptions());
builder.AddNights();
builder.AddLibrary();
#if WITH_MICROSOFT_ML
PdmpAnalytics.MicrosoftML.MicrosoftMLServices.AddMicrosoftML(builder.Services);
#endif
builder.Services.AddRazorComponents();
builder.Services.AddSingleton<Assets>();
builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database").AddCheck<NightHealth>(NightHealth.Name);
builder.AddSecurity();
builder.AddApi();
builder.AddReview();

var app = builder.Build();
if (SchedulerSetup.IsProvision(args))
{
    await SchedulerSetup.ProvisionAsync(app);
    return;
}

app.UseForwardedHeaders();
app.UseSecurityHeaders();
app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Problems.AnswerAsync });
app.UseStatusCodePages(Problems.AnswerStatusAsync);
app.UseRouting();
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapStaticAssets().AllowAnonymous();
app.MapHealth();
app.MapStatus();
app.MapNights();
app.MapSignIn();
app.MapOwnAccount();
app.MapAccounts();
app.MapLookup();
app.MapNotes();
app.MapDelegates();
app.MapTokenApi();
app.MapPatientApi();
app.MapResolutionApi();
app.MapBatchApi();
app.MapFhir();
app.MapCdsHooks();
app.MapOpenApi("/api/{documentName}/openapi.json").AllowAnonymous();
app.MapOverview();
app.MapAudit();
app.MapAccess();
app.MapQueues();
app.MapAlerts();
app.MapBulk();
app.MapReferrals();
app.MapViews();
app.MapIdentities();
await app.RunAsync();

/// <summary>The entry point, named for tests that start the host.</summary>
public partial class Program;
