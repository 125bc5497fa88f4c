using System.Diagnostics;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Speech;

/// <summary>Speaks texts, each in a process of its own. Safe for several threads.</summary>
internal static class Speaker
{
    private static readonly Lazy<bool> IsThere = new(EspeakLibrary.Exists);

    // A voice keeps a core busy for a moment; more of them would only wait for each other.
    private static readonly SemaphoreSlim Voices = new(Environment.ProcessorCount);

    /// <summary>Why nothing can be spoken on this machine; null when it can.</summary>
    public static string? Problem => IsThere.Value
        ? null
        : "The simulator cannot speak: the library of espeak-ng (libespeak-ng.so.1) is not on this machine. Install it: sudo apt-get install espeak-ng";

    /// <summary>Speaks a text.</summary>
    /// <exception cref="InvalidOperationException">It could not be spoken; the message says why.</exception>
    public static async Task<SpokenSound> SpeakAsync(string text, Timbre timbre, CancellationToken cancellationToken)
    {
        if (Problem is { } problem) throw new InvalidOperationException(problem);
        await Voices.WaitAsync(cancellationToken);
        try
        {
            var answer = await AskAsync(new SpeakOrder(text, timbre), cancellationToken);
            return SpokenSound.Of(text, SpeakerProgram.Read(answer));
        }
        finally
        {
            Voices.Release();
        }
    }

    private static async Task<byte[]> AskAsync(SpeakOrder order, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Start()) ?? throw new InvalidOperationException("The process that speaks could not be started.");
        try
        {
            var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
            using var answer = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(answer, cancellationToken);
            await JsonSerializer.SerializeAsync(process.StandardInput.BaseStream, order, SpeakJson.Default.SpeakOrder, cancellationToken);
            process.StandardInput.Close();
            await reading;
            await process.WaitForExitAsync(cancellationToken).WaitAsync(Limits.EncoderTimeout, cancellationToken);
            return process.ExitCode == 0
                ? answer.ToArray()
                : throw new InvalidOperationException($"The process that speaks ended with {process.ExitCode}: {(await complaint).Trim()}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static ProcessStartInfo Start()
    {
        var assembly = typeof(Speaker).Assembly.Location;
        var program = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        var hasProgram = File.Exists(program);
        var start = new ProcessStartInfo(hasProgram ? program : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (!hasProgram) start.ArgumentList.Add(assembly);
        start.ArgumentList.Add(SpeakerProgram.Argument);

        // It lives for a moment: nothing gets hot enough to be worth a second compilation.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }
}
