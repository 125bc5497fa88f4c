using System.Diagnostics;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media;

/// <summary>
/// Decodes one file with one ffmpeg process and gives its frames as they come: rotated as the file asks, 8 bits, each frame once, with
/// its time. Memory is a pipe's. Dispose it: that ends the process, whatever it does. Not for several threads.
/// </summary>
public sealed class FfmpegFrameSource : IClipFrames
{
    private readonly Process _process;
    private readonly DecodeLimits _limits;
    private readonly string _name;
    private readonly DecoderMessages _messages;
    private readonly Task _reading;
    private readonly Y4mReader _frames;
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenRegistration _timedOut;
    private int _count;
    private double _firstSeconds;
    private double _lastSeconds;

    private FfmpegFrameSource(Process process, string name, DecodeLimits limits, TimeProvider clock)
    {
        (_process, _name, _limits) = (process, name, limits);
        _messages = new DecoderMessages(process.StandardError);
        _reading = _messages.ReadAsync();
        _frames = new Y4mReader(process.StandardOutput.BaseStream);
        _timeout = new CancellationTokenSource(limits.Timeout, clock);
        // A read from a pipe ends when the writer does.
        _timedOut = _timeout.Token.Register(Kill);
    }

    /// <inheritdoc/>
    public VideoFormat Format { get; private set; } = null!;

    /// <inheritdoc/>
    public string? Warning { get; private set; }

    /// <summary>Opens a file: starts ffmpeg and reads what the frames have in common.</summary>
    /// <param name="tool">The program.</param>
    /// <param name="path">The file; any name.</param>
    /// <param name="limits">How, and how far.</param>
    /// <param name="clock">Measures <see cref="DecodeLimits.Timeout"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MediaException">The file cannot be decoded; the code says why.</exception>
    public static async Task<FfmpegFrameSource> OpenAsync(
        FfmpegTool tool, string path, DecodeLimits limits, TimeProvider clock, CancellationToken cancellationToken)
    {
        var fullPath = Path.GetFullPath(path);
        MediaFile.Check(fullPath, path, limits.FileBytesMax, "Cut or re-encode the video, or raise the limit.");
        var source = new FfmpegFrameSource(tool.Start(DecoderArguments.For(fullPath, limits)), path, limits, clock);
        try
        {
            await using var cancelled = cancellationToken.Register(source.Kill);
            var format = await source._frames.ReadHeaderAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            source.Format = format ?? throw await source.NothingDecodedAsync();
            source.RefuseLargeFrames();
            return source;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MediaException">A limit was reached, or ffmpeg was ended by somebody else.</exception>
    public async ValueTask<bool> ReadAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        await using var cancelled = cancellationToken.Register(Kill);
        var isRead = await _frames.ReadFrameAsync(frame.Pixels, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfTimedOut();
        if (!isRead)
        {
            await EndAsync();
            return false;
        }

        if (_count == _limits.FramesMax)
        {
            throw new MediaException(
                MediaErrorCodes.TooManyFrames, $"'{_name}' has more than {_limits.FramesMax:N0} frames.", "Cut the video, or raise the limit.");
        }

        frame.Index = _count;
        frame.TimestampSeconds = await TimestampAsync(cancellationToken);
        _count++;
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timedOut.DisposeAsync();
        _timeout.Dispose();
        Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async ValueTask<double> TimestampAsync(CancellationToken cancellationToken)
    {
        var microseconds = await _messages.TimeOfAsync(_count, cancellationToken);
        var seconds = microseconds / 1e6 ?? (_count == 0 ? 0 : _firstSeconds + _lastSeconds + 1 / Format.FramesPerSecond);
        if (_count == 0) _firstSeconds = seconds;

        // Broken files run backwards; frames are shown in the order in which they come.
        _lastSeconds = Math.Max(_lastSeconds, seconds - _firstSeconds);
        return _lastSeconds;
    }

    private async Task EndAsync()
    {
        await _process.WaitForExitAsync();
        await _reading;
        if (_count == 0) throw await NothingDecodedAsync();
        if (IsInterrupted()) throw Interrupted();

        var said = _messages.Text;
        if (_process.ExitCode != 0 || said.Length > 0)
        {
            var what = said.Contains("partial file", StringComparison.Ordinal) || said.Contains("truncat", StringComparison.OrdinalIgnoreCase)
                ? "the file is cut off"
                : "the file is damaged";
            Warning = $"{what}; {_count} frames could be decoded. ffmpeg: {said}";
        }
    }

    private async Task<MediaException> NothingDecodedAsync()
    {
        await _process.WaitForExitAsync();
        await _reading;
        ThrowIfTimedOut();
        return IsInterrupted() ? Interrupted() : DecoderErrors.From(_messages.Text, _name, _limits);
    }

    private void RefuseLargeFrames()
    {
        // ffmpeg checks coded pictures; this is what came out of it.
        if ((long)Format.WidthPx * Format.HeightPx > _limits.FramePixelsMax) throw DecoderErrors.TooManyPixels(_name, _limits);
    }

    private void ThrowIfTimedOut()
    {
        if (!_timeout.IsCancellationRequested) return;
        throw new MediaException(
            MediaErrorCodes.DecodeTimeout,
            $"'{_name}' was not decoded within {_limits.Timeout.TotalSeconds:0.#} s ({_count} frames were).",
            "Try again when the machine is less busy, or raise the limit.",
            isRetryable: true);
    }

    /// <summary>255 is ffmpeg's own answer to a signal it can catch; 128 and more is a shell's for one it cannot.</summary>
    private bool IsInterrupted() => _process.ExitCode is 255 or (> 128 and < 160);

    private MediaException Interrupted() => new(
        MediaErrorCodes.DecodeInterrupted, $"ffmpeg was ended while it decoded '{_name}' ({_count} frames were).", "Try again.", isRetryable: true);

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
