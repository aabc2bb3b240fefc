package offspring.wire.cases;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;

/** Dates and times. */
final class TimeCases {

    private TimeCases() {}

    static List<Case> all() {
        LocalDateTime time = LocalDateTime.of(2026, 2, 28, 23, 59, 59, 999_999_999);
        return new Case.Table()
                .equal("Duration", Duration.ofNanos(-1))
                .equal("longest Duration", Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
                .equal("Period", Period.of(1, -2, 3))
                .equal("Instant", Instant.ofEpochSecond(1, 2))
                .equal("Instant.MIN", Instant.MIN)
                .equal("LocalDate", time.toLocalDate())
                .equal("LocalDate.MIN", LocalDate.MIN)
                .equal("LocalTime", time.toLocalTime())
                .equal("LocalTime.MIDNIGHT", LocalTime.MIDNIGHT)
                .equal("LocalDateTime", time)
                .equal("ZoneOffset", ZoneOffset.ofHoursMinutesSeconds(-5, -30, -1))
                .equal("ZoneId", ZoneId.of("Europe/Berlin"))
                .equal("OffsetDateTime", time.atOffset(ZoneOffset.ofHours(2)))
                .equal("OffsetDateTime.MAX", OffsetDateTime.MAX)
                .equal("OffsetTime", OffsetTime.of(time.toLocalTime(), ZoneOffset.UTC))
                .equal("ZonedDateTime", ZonedDateTime.of(time, ZoneId.of("Asia/Tokyo")))
                .equal("Year", Year.of(-44))
                .equal("YearMonth", YearMonth.of(2026, 11))
                .equal("MonthDay", MonthDay.of(2, 29))
                .equal("DayOfWeek", DayOfWeek.MONDAY)
                .equal("java.util.Date", new Date(123))
                .equal("java.util.Calendar", new GregorianCalendar(2026, 1, 2))
                .equal("TimeZone", TimeZone.getTimeZone("Europe/Berlin"));
    }
}
