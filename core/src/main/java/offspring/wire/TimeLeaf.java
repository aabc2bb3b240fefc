package offspring.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Values of {@code java.time}; a class of its own, so that only who ships them loads them. */
final class TimeLeaf {

    private TimeLeaf() {}

    static void write(int tag, Object value, ByteWriter out) {
        switch (tag) {
            case Tag.DURATION -> {
                out.putLong(((Duration) value).getSeconds());
                out.putInt(((Duration) value).getNano());
            }
            case Tag.PERIOD -> {
                out.putInt(((Period) value).getYears());
                out.putInt(((Period) value).getMonths());
                out.putInt(((Period) value).getDays());
            }
            case Tag.INSTANT -> {
                out.putLong(((Instant) value).getEpochSecond());
                out.putInt(((Instant) value).getNano());
            }
            case Tag.LOCAL_DATE -> out.putLong(((LocalDate) value).toEpochDay());
            case Tag.LOCAL_TIME -> out.putLong(((LocalTime) value).toNanoOfDay());
            case Tag.LOCAL_DATE_TIME -> writeDateTime((LocalDateTime) value, out);
            case Tag.ZONE_OFFSET -> out.putInt(((ZoneOffset) value).getTotalSeconds());
            case Tag.OFFSET_DATE_TIME -> {
                writeDateTime(((OffsetDateTime) value).toLocalDateTime(), out);
                out.putInt(((OffsetDateTime) value).getOffset().getTotalSeconds());
            }
            case Tag.YEAR -> out.putInt(((Year) value).getValue());
            default -> {
                out.putInt(((YearMonth) value).getYear());
                out.putInt(((YearMonth) value).getMonthValue());
            }
        }
    }

    private static void writeDateTime(LocalDateTime value, ByteWriter out) {
        out.putLong(value.toLocalDate().toEpochDay());
        out.putLong(value.toLocalTime().toNanoOfDay());
    }

    static Object read(int tag, ByteReader in) throws MalformedPayloadException {
        return switch (tag) {
            case Tag.DURATION -> {
                long seconds = in.getLong();
                yield Duration.ofSeconds(seconds, in.getInt());
            }
            case Tag.PERIOD -> {
                int years = in.getInt();
                int months = in.getInt();
                yield Period.of(years, months, in.getInt());
            }
            case Tag.INSTANT -> {
                long seconds = in.getLong();
                yield Instant.ofEpochSecond(seconds, in.getInt());
            }
            case Tag.LOCAL_DATE -> LocalDate.ofEpochDay(in.getLong());
            case Tag.LOCAL_TIME -> LocalTime.ofNanoOfDay(in.getLong());
            case Tag.LOCAL_DATE_TIME -> readDateTime(in);
            case Tag.ZONE_OFFSET -> ZoneOffset.ofTotalSeconds(in.getInt());
            case Tag.OFFSET_DATE_TIME -> {
                LocalDateTime time = readDateTime(in);
                yield OffsetDateTime.of(time, ZoneOffset.ofTotalSeconds(in.getInt()));
            }
            case Tag.YEAR -> Year.of(in.getInt());
            default -> {
                int year = in.getInt();
                yield YearMonth.of(year, in.getInt());
            }
        };
    }

    private static LocalDateTime readDateTime(ByteReader in) throws MalformedPayloadException {
        LocalDate date = LocalDate.ofEpochDay(in.getLong());
        return LocalDateTime.of(date, LocalTime.ofNanoOfDay(in.getLong()));
    }
}
