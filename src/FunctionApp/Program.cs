using System.Security.Cryptography;
using FunctionsPipeline.FunctionApp;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

// Read before anything listens: an app that cannot work says so and does not start.
var options = AppOptions.Read(Environment.GetEnvironmentVariable, Path.Combine(Path.GetTempPath(), "functionspipeline"));
var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
builder.Services.AddSingleton(services => new AppHost(options, TimeProvider.System, random, services.GetRequiredService<ILoggerFactory>()));
builder.Services.AddSingleton(services => new DurableRunner(services.GetRequiredService<AppHost>().Catalog.Registry));
await builder.Build().RunAsync();
