using System.Security.Cryptography;
using FunctionsPipeline.FunctionApp;
using FunctionsPipeline.Media;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

// Read before anything listens: an app that cannot work says so and does not start.
var options = AppOptions.Read(Environment.GetEnvironmentVariable, Path.Combine(Path.GetTempPath(), "functionspipeline"));

// Plain Functions hosts have none: images are then judged without checks of our own, and each says so.
var ffmpeg = await FfmpegTool.FindOrNullAsync(options.FfmpegPath, TimeProvider.System, CancellationToken.None);
var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
builder.Services.AddSingleton(services => new AppHost(options, ffmpeg, TimeProvider.System, random, services.GetRequiredService<ILoggerFactory>()));
builder.Services.AddSingleton(services => new DurableRunner(services.GetRequiredService<AppHost>().Catalog.Registry));
await builder.Build().RunAsync();
