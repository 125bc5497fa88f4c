using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Edge.Tests.Azurite;

/// <summary>
/// One Azurite for the test process, on ports that it chooses itself, with everything in memory. Every test gets an account of its own, so that tests
/// neither see each other nor clean up.
/// </summary>
public sealed partial class AzuriteServer
{
    private const int Accounts = 400;

    // Its input is a pipe from the tests: when they are gone, however they ended, Azurite goes too.
    private const string StartScript =
        "const main = process.argv[1];"
        + " process.stdin.on('end', () => process.exit(0)).resume(); require(main);";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<AzuriteServer>> Shared = new(StartAsync);
    private static int s_accountsGiven;

    private readonly Dictionary<string, Uri> _services;
    private readonly string _key;

    private AzuriteServer(Dictionary<string, Uri> services, string key) => (_services, _key) = (services, key);

    /// <summary>Connection string of an empty account.</summary>
    public static async Task<string> NewAccountAsync()
    {
        var server = await Shared.Value;
        var number = Interlocked.Increment(ref s_accountsGiven);
        if (number > Accounts) throw new InvalidOperationException($"The tests use more than {Accounts} accounts; raise the number.");
        var account = Account(number);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={server._key};BlobEndpoint={server._services["Blob"]}{account};TableEndpoint={server._services["Table"]}{account};");
    }

    private static async Task<AzuriteServer> StartAsync()
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var program = AzuriteProgram.Path ?? throw new InvalidOperationException(AzuriteProgram.HowToGetIt);
        string[] arguments = ["--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0"];
        var start = new ProcessStartInfo("node", ["-e", StartScript, "--", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, Accounts).Select(number => $"{Account(number)}:{key}"));

        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Kill(entireProcessTree: true);
        return new AzuriteServer(await ReadAddressesAsync(process), key);
    }

    /// <summary>Azurite says where each service listens; when all have spoken it is ready.</summary>
    private static async Task<Dictionary<string, Uri>> ReadAddressesAsync(Process process)
    {
        var services = new Dictionary<string, Uri>(StringComparer.Ordinal);
        var said = new ConcurrentQueue<string>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException($"Azurite ended: {string.Join('\n', said)}"));
                return;
            }

            said.Enqueue(line.Data);
            var address = ServiceAddress().Match(line.Data);
            if (address.Success) services[address.Groups["service"].Value] = new Uri(address.Groups["address"].Value);
            if (services.Count == 3) ready.TrySetResult();
        };
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(StartTimeout);
        return services;
    }

    private static string Account(int number) => string.Create(CultureInfo.InvariantCulture, $"account{number}");

    [GeneratedRegex(@"Azurite (?<service>Blob|Queue|Table) service.* listen\w* (?:at|on) (?<address>http://\S+?)/?$")]
    private static partial Regex ServiceAddress();
}
